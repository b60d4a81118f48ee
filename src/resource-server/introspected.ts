import type { TokenFacts } from '../protocol/admission.ts';
import type { AccountState } from '../protocol/person.ts';
import type { Caller } from './caller.ts';

/** What the authorization server said of a token. */
export type Introspected =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'dead'; readonly standing: 'revoked' | 'expired' | 'invalid' }
  | {
      readonly kind: 'living';
      readonly caller: Caller;
      /** Milliseconds since the epoch. */
      readonly expiresAt: number | undefined;
    };

/** The facts by which a request is judged; undefined for a token that nobody knows. */
export function factsOf(introspected: Introspected): TokenFacts | undefined {
  switch (introspected.kind) {
    case 'unknown':
      return undefined;
    case 'dead':
      return { standing: introspected.standing, scopes: [], account: undefined };
    case 'living': {
      const { scopes, account } = introspected.caller;
      return { standing: 'good', scopes, account: account?.state };
    }
  }
}

/** An answer that cannot be one of this library's authorization server to a registered resource server. */
export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer';
}

const states: readonly string[] = [
  'active',
  'unconfirmed',
  'pending',
  'disabled',
  'suspended',
] satisfies AccountState[];
const standings: readonly string[] = ['revoked', 'expired', 'invalid'];

/**
 * Reads the answer of `POST /oauth/introspect` (RFC 7662 §2.2, `docs/resource-server.md`). Anything that is not understood
 * is thrown, never taken for an anonymous caller.
 * @throws UnusableAnswer
 */
export function readIntrospection(answer: unknown, issuer: string): Introspected {
  const { active, iss, standing, exp, ...rest } = objectIn(answer, 'the answer');
  if (iss !== issuer) {
    throw new UnusableAnswer(
      iss === undefined
        ? 'The app is not registered as a resource server: use one that was made by `app create --resource-server`'
        : `The answer is of the issuer ${JSON.stringify(iss)}, not of ${issuer}`,
    );
  }
  if (active === false) {
    if (standing === undefined) return { kind: 'unknown' };
    return { kind: 'dead', standing: oneOf(standings, standing, 'standing') as 'revoked' | 'expired' | 'invalid' };
  }
  if (active !== true) throw unusable('active');
  if (exp !== undefined && typeof exp !== 'number') throw unusable('exp');
  const scope = textIn(rest, 'scope');
  return {
    kind: 'living',
    expiresAt: exp === undefined ? undefined : exp * 1000,
    caller: {
      tokenId: textIn(rest, 'token_id'),
      grantId: textIn(rest, 'grant_id'),
      scopes: scope === '' ? [] : scope.split(' '),
      app: rest.app === undefined ? undefined : readApp(objectIn(rest.app, 'app')),
      account: rest.account === undefined ? undefined : readAccount(objectIn(rest.account, 'account'), rest),
    },
  };
}

type Members = Readonly<Record<string, unknown>>;

function readApp(app: Members): Caller['app'] {
  return {
    id: textIn(app, 'id'),
    name: textIn(app, 'name'),
    website: app.website === null || app.website === undefined ? undefined : textIn(app, 'website'),
    clientId: textIn(app, 'client_id'),
  };
}

function readAccount(account: Members, answer: Members): Caller['account'] {
  return {
    id: textIn(account, 'id'),
    username: textIn(account, 'username'),
    uri: textIn(answer, 'sub'),
    state: oneOf(states, account.state, 'state') as AccountState,
  };
}

const unusable = (member: string) => new UnusableAnswer(`The answer has no usable member "${member}"`);

function objectIn(value: unknown, name: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unusable(name);
  return value as Members;
}

function textIn(members: Members, name: string): string {
  const value = members[name];
  if (typeof value !== 'string') throw unusable(name);
  return value;
}

function oneOf(known: readonly string[], value: unknown, name: string): string {
  if (typeof value !== 'string' || !known.includes(value)) throw unusable(name);
  return value;
}
