import { readOtherSession, readSession } from '../flows/sign-in.ts';
import type { Person } from '../protocol/person.ts';
import type { SessionSecret } from '../protocol/secret.ts';
import { cookieName, isSecret } from './cookies.ts';
import type { HttpDeps } from './http-deps.ts';
import { otherSecrets } from './other-sessions.ts';
import { anotherSignInPath, pathOf, signInPath } from './paths.ts';
import type { SignInWay } from './sign-in-way.ts';

/** The server's own sign-in page and sessions. */
export function builtInSignIn<P extends Person>({
  world,
  issuer,
}: Pick<HttpDeps<P>, 'world' | 'issuer'>): SignInWay<P> {
  return {
    async whoIsThere(request) {
      const secret = request.cookie(cookieName('session', issuer));
      return isSecret(secret) ? readSession(world, secret as SessionSecret) : undefined;
    },
    async whoElseIsThere(request, browser) {
      const secrets = otherSecrets(request, issuer);
      const found = await Promise.all(secrets.map((secret) => readOtherSession(world, secret, browser)));
      return found.filter((signedIn) => signedIn !== undefined);
    },
    signInUrl({ reason, authorization }) {
      if (reason === 'another account') return anotherSignInPath(issuer, authorization);
      return signInPath(issuer, authorization);
    },
    signOutUrl: pathOf(issuer, '/auth/sign_out'),
    builtIn: true,
  };
}
