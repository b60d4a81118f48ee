import type { Account } from '../../accounts/ports.ts';
import type { SettingsRoom } from '../../pages/site/settings-layout.ts';
import type { SiteDeps } from '../site-deps.ts';

/** The pages of an account that this person does not have: what the operator switched off, and what is the staff's. */
export function roomsWithout(deps: Pick<SiteDeps, 'kit' | 'settings'>, { role }: Account): readonly SettingsRoom[] {
  const { settings, kit } = deps;
  const isStaff = role !== 'user';
  const mayInvite = settings.invites === 'everyone' || (settings.invites === 'staff' && isStaff);
  const hidden: readonly (SettingsRoom | false)[] = [
    !mayInvite && 'invites',
    !kit.http.features.grantTypes.includes('password') && 'bot',
    !isStaff && 'admin',
  ];
  return hidden.filter((room) => room !== false);
}
