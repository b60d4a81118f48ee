import { inviteIsOver } from '../../accounts/invites/invites.ts';
import type { Invite } from '../../accounts/ports.ts';
import type { Instant } from '../../protocol/app.ts';

/** An invite for scripts: never its code, of which only the digest is kept. */
export function inviteView(invite: Invite, now: Instant) {
  const { id, label, accountId, uses, maxUses, createdAt, expiresAt, endedAt } = invite;
  return {
    id,
    label,
    account_id: accountId ?? null,
    good: !inviteIsOver(invite, now),
    uses,
    max_uses: maxUses ?? null,
    created_at: dateOf(createdAt),
    expires_at: dateOf(expiresAt),
    ended_at: dateOf(endedAt),
  };
}

/** Whether people can still sign up by it, in a word. */
export function inviteState(invite: Invite, now: Instant): 'good' | 'ended' | 'expired' | 'used up' {
  if (!inviteIsOver(invite, now)) return 'good';
  if (invite.endedAt !== undefined) return 'ended';
  return invite.expiresAt !== undefined && invite.expiresAt <= now ? 'expired' : 'used up';
}

function dateOf(instant: Instant | undefined): string | null {
  return instant === undefined ? null : new Date(instant).toISOString();
}
