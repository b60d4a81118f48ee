import { type AccountEntity, accountEntity } from '../../mastodon/entities/account.ts';
import type { Id } from '../../protocol/app.ts';
import { isFoundByOthers } from '../../protocol/visible-person.ts';
import type { Status } from '../ports.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { type MentionEntity, type StatusEntity, statusEntity } from './status-entity.ts';

/**
 * Statuses as the viewer sees them, who may read them. Those of authors who are gone or suspended are left out. Each account
 * is looked up once, however many statuses it has.
 */
export async function showStatuses(
  deps: Pick<SocialDeps, 'kit' | 'origin'>,
  viewer: SocialPerson | undefined,
  statuses: readonly Status[],
  options: { readonly withSource?: boolean } = {},
): Promise<readonly StatusEntity[]> {
  const people = await findPeople(deps, [
    ...statuses.map(({ accountId }) => accountId),
    ...statuses.flatMap(({ mentionedIds }) => mentionedIds),
  ]);
  const accounts = new Map<Id, AccountEntity>();
  for (const id of new Set(statuses.map(({ accountId }) => accountId))) {
    const person = people.get(id);
    if (person === undefined || person.state === 'suspended') continue;
    accounts.set(id, accountEntity(person, (await deps.kit.people.profile?.(person)) ?? {}));
  }
  return statuses.flatMap((status) => {
    const account = accounts.get(status.accountId);
    const author = people.get(status.accountId);
    if (account === undefined || author === undefined) return [];
    const mentions = status.mentionedIds.flatMap((id) => mentionEntity(people.get(id)));
    const { showsApplication } = author.account.account;
    const around = { origin: deps.origin, account, showsApplication, mentions, viewerId: viewer?.id, ...options };
    return [statusEntity(status, around)];
  });
}

async function findPeople({ kit }: Pick<SocialDeps, 'kit'>, ids: readonly Id[]): Promise<Map<Id, SocialPerson>> {
  const distinct = [...new Set(ids)];
  const found = distinct.length === 0 ? [] : ((await kit.people.findMany?.(distinct)) ?? []);
  return new Map(found.map((person) => [person.id, person]));
}

function mentionEntity(person: SocialPerson | undefined): readonly MentionEntity[] {
  if (person === undefined || !isFoundByOthers(person)) return [];
  const { id, username, url } = person;
  return [{ id, username, url, acct: username }];
}
