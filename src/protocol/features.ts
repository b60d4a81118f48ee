import { CODE_CHALLENGE_METHOD } from './pkce.ts';
import { responseModes } from './response-mode.ts';

/** The ways to get a token. The token endpoint has one flow for each, and offers those that are switched on. */
export type GrantType = 'authorization_code' | 'client_credentials' | 'password';

/** What is switched on: the one list from which the endpoints and the metadata are made. */
export interface Features {
  readonly grantTypes: readonly GrantType[];
  readonly responseTypes: readonly ['code'];
  readonly responseModes: typeof responseModes;
  readonly codeChallengeMethods: readonly [typeof CODE_CHALLENGE_METHOD];
  readonly clientAuthenticationMethods: readonly ['client_secret_basic', 'client_secret_post'];
}

export function enabledFeatures(switches: { readonly passwordGrant: boolean }): Features {
  return {
    grantTypes: [
      'authorization_code',
      'client_credentials',
      ...(switches.passwordGrant ? (['password'] as const) : []),
    ],
    responseTypes: ['code'],
    responseModes,
    codeChallengeMethods: [CODE_CHALLENGE_METHOD],
    clientAuthenticationMethods: ['client_secret_basic', 'client_secret_post'],
  };
}
