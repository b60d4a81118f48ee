import { mayInvite } from '../../accounts/invites/invites.ts';
import type { Account } from '../../accounts/ports.ts';
import type { SettingsRoom } from '../../pages/site/settings-layout.ts';
import type { SiteSettings } from '../site-deps.ts';

/** What the operator decided about the pages of an account. */
export interface RoomSettings extends Pick<SiteSettings, 'invites'> {
  /** Whether apps may sign in with passwords at all. */
  readonly passwordGrant: boolean;
}

/** The pages of an account that this person does not have: what the operator switched off, and what is the staff's. */
export function roomsWithout(settings: RoomSettings, account: Account): readonly SettingsRoom[] {
  const hidden: readonly (SettingsRoom | false)[] = [
    !mayInvite(settings, account) && 'invites',
    !settings.passwordGrant && 'bot',
    account.role === 'user' && 'admin',
  ];
  return hidden.filter((room) => room !== false);
}
