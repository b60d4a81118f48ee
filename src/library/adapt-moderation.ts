import { z } from 'zod';
import { HostFailure } from '../http/host-failure.ts';
import type { ModeratedAccount, Moderating } from '../mastodon/moderation.ts';
import type { HostCaller } from './call-host.ts';
import type { HostAccount } from './host-accounts.ts';
import type { HostPerson } from './host-person.ts';
import { checkListed, checkShape } from './host-shapes.ts';

const text = z.string('must be text');
const yesOrNo = z.boolean('must be true or false');
const instant = z.number('must be milliseconds since 1970').min(-8.64e15).max(8.64e15);

const moderated = z.array(
  z.object({
    email: text,
    role: z.enum(['user', 'moderator', 'admin', 'owner']).optional(),
    createdAt: instant.optional(),
    confirmed: yesOrNo.optional(),
    approved: yesOrNo.optional(),
    disabled: yesOrNo.optional(),
    suspended: yesOrNo.optional(),
    locale: text.optional(),
    inviteRequest: text.optional(),
    appId: text.optional(),
    invitedBy: text.optional(),
    addresses: z.array(z.object({ address: text, usedAt: instant }), 'must be a list').optional(),
  }),
  'must be a list',
);

/** Stands between what the host offers to its staff and the methods: each call is timed, and each answer is checked. */
export function adaptModeration<A extends HostAccount>(
  moderating: Moderating<A>,
  host: HostCaller,
  presentOne: (account: A, name: string) => HostPerson<A>,
): Moderating<HostPerson<A>> {
  const call = <T>(name: keyof Moderating<A>, ask: () => T | Promise<T>) =>
    host.call(`accounts.moderation.${name}`, ask);
  return {
    async isStaff({ account }) {
      const answer: unknown = await call('isStaff', () => moderating.isStaff(account));
      // Nothing but a yes is one: a promise that was forgotten to be awaited is truthy too.
      if (typeof answer === 'boolean') return answer;
      throw new HostFailure(500, 'accounts.moderation.isStaff answered neither true nor false');
    },

    async describe(by, people) {
      const accounts = people.map(({ account }) => account);
      const answer: readonly ModeratedAccount[] = await call('describe', () =>
        moderating.describe(by.account, accounts),
      );
      checkShape('moderation.describe', moderated, answer);
      if (answer.length === people.length) return answer;
      throw new HostFailure(500, 'accounts.moderation.describe answered for other accounts than were asked about');
    },

    async list(by, filter) {
      const answer = await call('list', () => moderating.list(by.account, filter));
      const rows = checkListed('moderation.list', answer, filter.limit);
      return rows.map(({ cursor, person }) => ({ cursor, person: presentOne(person, 'moderation.list') }));
    },

    async act(by, act, target, from) {
      const ask = () => moderating.act(by.account, act, target.account, from);
      const result = presentOne(await call('act', ask), 'moderation.act');
      if (result.id === target.id) return result;
      throw new HostFailure(500, 'accounts.moderation.act answered another account than the one that was acted on');
    },
  };
}
