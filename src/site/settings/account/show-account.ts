import { html, type Reply } from '../../../http/reply.ts';
import { type AccountNotice, accountPage } from '../../../pages/site/settings/account.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsPage } from '../settings-page.ts';

/** By the words that the forms' redirects carry; a stranger's link can make the page say no more than these. */
const notices: Readonly<Record<string, AccountNotice>> = {
  password: 'password changed',
  email: 'email asked',
  called_off: 'email called off',
  language: 'language changed',
};

/** `GET /settings/account`: password, address and language. */
export function showAccount({ kit }: SiteDeps, { request, visit, account, without }: SettingsPage): Reply {
  const done = request.query.all('done')[0] ?? '';
  const page = accountPage(visit.frame, {
    without,
    email: account.email,
    unconfirmedEmail: account.unconfirmedEmail,
    locale: account.locale,
    languages: kit.http.languages.all.map(({ lang }) => ({ tag: lang, name: ownNameOf(lang) })),
    notice: Object.hasOwn(notices, done) ? notices[done] : undefined,
  });
  return html(page);
}

/** A language as those who speak it call it. */
function ownNameOf(tag: string): string {
  return new Intl.DisplayNames([tag], { type: 'language', fallback: 'code' }).of(tag) ?? tag;
}
