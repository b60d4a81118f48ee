import { demandsSecondFactor } from '../../../accounts/second-factor/demand.ts';
import { canHavePasskeys } from '../../../accounts/second-factor/passkey-ceremony.ts';
import { pathOf } from '../../../http/paths.ts';
import { html, type Reply, redirect } from '../../../http/reply.ts';
import { type SecondFactorsNotice, secondFactorsPage } from '../../../pages/site/second-factors/second-factors.ts';
import { passkeyPage } from '../../passkey-page.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsPage } from '../settings-page.ts';

/** The page of an account's second factors. */
export const SECOND_FACTORS = '/settings/second_factors';

/** What a change leaves in the address of the page, and what the page then says. */
const notices: Readonly<Record<string, SecondFactorsNotice>> = {
  totp_added: 'totp added',
  totp_removed: 'totp removed',
  passkey_added: 'passkey added',
  passkey_removed: 'passkey removed',
  passkey_renamed: 'passkey renamed',
  last_one: 'last one',
  absent: 'absent',
};

/** `GET /settings/second_factors`: what protects the account beside its password. */
export const showSecondFactors =
  (deps: SiteDeps) =>
  (page: SettingsPage): Promise<Reply> =>
    drawSecondFactors(deps, page, notices[page.request.query.all('notice')[0] ?? '']);

/** The page, with news. */
export async function drawSecondFactors(
  deps: SiteDeps,
  { visit, account, without }: SettingsPage,
  notice: SecondFactorsNotice | undefined,
  status = 200,
): Promise<Reply> {
  const factors = await deps.store.findSecondFactors(account.id);
  const withPasskeys = canHavePasskeys(deps.kit.http.issuer);
  const page = secondFactorsPage(visit.frame, {
    without,
    totp: factors.totp,
    passkeys: factors.passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({ id, name, createdAt, lastUsedAt })),
    recoveryCodesLeft: factors.recoveryCodesLeft,
    canHavePasskeys: withPasskeys,
    demanded: demandsSecondFactor(deps.settings.requireSecondFactor, account.role),
    allowsPasswordGrant: account.allowsPasswordGrant,
    notice,
  });
  return withPasskeys ? passkeyPage(deps, page, status) : html(page, status);
}

/** Leads back to the page after a change, which then tells of it. */
export function backWith({ kit }: SiteDeps, notice: SecondFactorsNotice): Reply {
  const [slug = ''] = Object.entries(notices).find(([, told]) => told === notice) ?? [];
  return redirect(pathOf(kit.http.issuer, `${SECOND_FACTORS}?notice=${slug}`), 303);
}
