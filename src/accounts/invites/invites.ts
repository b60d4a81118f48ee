import { randomBytes } from 'node:crypto';
import type { Instant } from '../../protocol/app.ts';
import { digestOf } from '../../protocol/secret.ts';
import type { Account, AccountStore, Invite, InviteStore } from '../ports.ts';
import type { SignUpSettings } from '../sign-up/sign-up-rules.ts';

/** Good invites that one person may have at a time: enough for a class or a party, too few to fill the database. */
export const MOST_INVITES = 50;

/** In characters. */
export const LONGEST_LABEL = 100;

/** What invites need. */
export interface InviteDeps {
  readonly store: InviteStore & Pick<AccountStore, 'findAccount'>;
  readonly settings: Pick<SignUpSettings, 'invites'>;
  /** Milliseconds since the Unix epoch. */
  now(): Instant;
}

/** What somebody chose for a new invite. */
export interface InviteChoice {
  /** What tells it from others; only its maker and the staff read it. */
  readonly label: string;
  /** In milliseconds; absent: until it is ended. */
  readonly lifetime: number | undefined;
  readonly maxUses: number | undefined;
}

/** An invite and its code, which is known now and never again; or why there is none. */
export type InviteMade =
  | { readonly kind: 'made'; readonly invite: Invite; readonly code: string }
  | { readonly kind: 'refused'; readonly reason: 'may not' | 'too many' | 'label too long' };

/** Whether an account may make invites, as the operator decided. */
export function mayInvite(settings: Pick<SignUpSettings, 'invites'>, maker: Pick<Account, 'role' | 'state'>): boolean {
  if (maker.state !== 'active' || settings.invites === 'off') return false;
  return settings.invites === 'everyone' || maker.role !== 'user';
}

/** Makes an invite. The operator, who has no account, may always. */
export async function makeInvite(
  deps: InviteDeps,
  choice: InviteChoice,
  maker: Account | undefined,
): Promise<InviteMade> {
  if (maker !== undefined && !mayInvite(deps.settings, maker)) return { kind: 'refused', reason: 'may not' };
  const label = choice.label.trim();
  if ([...label].length > LONGEST_LABEL) return { kind: 'refused', reason: 'label too long' };
  const now = deps.now();
  if (maker !== undefined && (await countGoodInvites(deps, maker, now)) >= MOST_INVITES)
    return { kind: 'refused', reason: 'too many' };
  // 128 bits: short enough to be read out, and never guessed behind its limit.
  const code = randomBytes(16).toString('base64url');
  const invite = await deps.store.addInvite({
    digest: digestOf(code),
    accountId: maker?.id,
    label,
    createdAt: now,
    expiresAt: choice.lifetime === undefined ? undefined : now + choice.lifetime,
    maxUses: choice.maxUses,
  });
  return { kind: 'made', invite, code };
}

/**
 * The invite behind a code, if somebody may still sign up by it. One that a person made is good only while that person
 * could make it: not once they are suspended, or are no longer staff where only staff may invite.
 */
export async function findInvite(deps: InviteDeps, code: string): Promise<Invite | undefined> {
  const invite = await deps.store.findGoodInvite(digestOf(code), deps.now());
  if (invite?.accountId === undefined) return invite;
  const maker = await deps.store.findAccount(invite.accountId);
  return maker !== undefined && mayInvite(deps.settings, maker) ? invite : undefined;
}

/** Whether nobody can sign up by it any more, whoever made it. */
export function inviteIsOver({ endedAt, expiresAt, maxUses, uses }: Invite, now: Instant): boolean {
  if (endedAt !== undefined || (expiresAt !== undefined && expiresAt <= now)) return true;
  return maxUses !== undefined && uses >= maxUses;
}

async function countGoodInvites(deps: InviteDeps, maker: Account, now: Instant): Promise<number> {
  // Those that are over are swept after a while; until then they must not hide good ones from the count.
  const latest = await deps.store.listInvites({ accountId: maker.id, limit: 10 * MOST_INVITES });
  return latest.filter((invite) => !inviteIsOver(invite, now)).length;
}
