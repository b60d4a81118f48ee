import type { AccountPerson } from '../../accounts/person.ts';
import { canHavePasskeys } from '../../accounts/second-factor/passkey-ceremony.ts';
import type { AuthServerOptions } from '../../library/auth-server-options.ts';
import { passkeyScript } from '../../pages/site/passkey-script.ts';
import { signInPageWithPasskey } from '../../pages/site/second-step/passkey-sign-in.ts';

/** The library's sign-in page with the way in that needs no password, where browsers let people have passkeys. */
export function signInWithPasskeys(issuer: string): Pick<AuthServerOptions<AccountPerson>, 'pages' | 'signInScript'> {
  if (!canHavePasskeys(issuer)) return {};
  return { pages: () => ({ signIn: signInPageWithPasskey }), signInScript: passkeyScript.path };
}
