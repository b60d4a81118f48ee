import { pathOf } from '../../../http/paths.ts';
import { type Reply, redirect } from '../../../http/reply.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm } from '../settings-page.ts';

/** `POST /settings/account/language`: that of pages and mails. What this server does not speak counts as the browser's. */
export async function changeLanguage({ kit, store }: SiteDeps, { account, body }: SettingsForm): Promise<Reply> {
  const wanted = body.one('locale');
  const known = kit.http.languages.all.find(({ lang }) => lang === wanted);
  await store.changeAccount(account.id, { locale: known?.lang });
  return redirect(pathOf(kit.http.issuer, '/settings/account?done=language'));
}
