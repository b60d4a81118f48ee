import { canHavePasskeys } from '../../../accounts/second-factor/passkey-ceremony.ts';
import { open } from '../../../http/access.ts';
import type { Reply } from '../../../http/reply.ts';
import { route } from '../../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { type SettingsForm, type SettingsPage, settingsForm, settingsPage } from '../settings-page.ts';
import { endPasskey, keepPasskey, newPasskeyOptions, renamePasskey, showPasskey } from './change-passkeys.ts';
import { endTotp, setUpTotp, showSetUpTotp } from './change-totp.ts';
import { renewRecoveryCodes } from './renew-recovery-codes.ts';
import { SECOND_FACTORS, showSecondFactors } from './show-second-factors.ts';

/** What protects an account beside its password. All of it asks for a fresh proof: a thief must not add a factor either. */
export function secondFactorsRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const access = { needsProof: true } as const;
  const show = (path: string, handle: (page: SettingsPage) => Reply | Promise<Reply>) =>
    route('page', 'GET', SECOND_FACTORS + path, open, settingsPage(deps, SECOND_FACTORS, handle, access));
  const act = (path: string, handle: (form: SettingsForm) => Reply | Promise<Reply>) =>
    route('page', 'POST', SECOND_FACTORS + path, open, settingsForm(deps, SECOND_FACTORS, handle, access));
  const passkey = '/passkeys/:id';
  return [
    show('', showSecondFactors(deps)),
    show('/totp', showSetUpTotp(deps)),
    act('/totp', setUpTotp(deps)),
    act('/totp/remove', endTotp(deps)),
    act('/recovery_codes', renewRecoveryCodes(deps)),
    ...(canHavePasskeys(deps.kit.http.issuer)
      ? [act('/passkeys/options', newPasskeyOptions(deps)), act('/passkeys', keepPasskey(deps))]
      : []),
    show(passkey, showPasskey(deps)),
    act(passkey, renamePasskey(deps)),
    act(`${passkey}/remove`, endPasskey(deps)),
  ];
}
