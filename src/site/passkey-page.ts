import { html, type Reply } from '../http/reply.ts';
import { allowScript } from '../http/script-policy.ts';
import type { Markup } from '../pages/markup.ts';
import { passkeyScript } from '../pages/site/passkey-script.ts';
import type { SiteDeps } from './site-deps.ts';

/** A page with a passkey form: the script of passkeys may run there, and nothing else. */
export function passkeyPage({ kit }: SiteDeps, page: Markup, status = 200): Reply {
  return allowScript(kit.http, html(page, status), passkeyScript.path);
}

/** The script itself. */
export const answerPasskeyScript = (): Reply => ({
  status: 200,
  headers: { 'Content-Type': 'text/javascript; charset=utf-8' },
  body: passkeyScript.text,
});
