import { directoryRetention } from '../../src/accounts/housekeeping.ts';
import { linkRules } from '../../src/accounts/mail/mail-links.ts';
import { SECOND_STEP_LIFETIME } from '../../src/accounts/second-factor/second-step-ticket.ts';
import { retention, retentionOfLimits } from '../../src/flows/housekeeping.ts';
import { ApiError } from '../../src/http/api-error.ts';
import { rateLimits } from '../../src/http/rate-limiter.ts';
import { MAX_BODY_BYTES } from '../../src/http/read-body.ts';
import { failureBody, failureOf } from '../../src/http/respond.ts';
import { createSurfaceHeaders, crossOriginSurfaces, PUBLIC_READ } from '../../src/http/surface-headers.ts';
import { mastodonScopes } from '../../src/mastodon/scopes.ts';
import type { GrantType } from '../../src/protocol/features.ts';
import {
  CODE_LIFETIME,
  DAY,
  HOUR,
  LAST_USE_RESOLUTION,
  MINUTE,
  PENDING_AUTHORIZATION_LIFETIME,
  SESSION_ABSOLUTE_LIFETIME,
  SESSION_IDLE_LIFETIME,
} from '../../src/protocol/lifetimes.ts';
import { serverMetadata } from '../../src/protocol/metadata.ts';
import * as refusals from '../../src/protocol/oauth-error.ts';
import { MAX_PARAMETERS } from '../../src/protocol/parameters.ts';
import { CODE_CHALLENGE_METHOD, isCodeChallenge, provesChallenge } from '../../src/protocol/pkce.ts';
import { postingLimits } from '../../src/social/posting-limits.ts';
import { allFeatures, type DeclaredRoute, declaredRoutes, exampleIssuer } from './declared-routes.ts';
import { fenced, type Page, page, prose, table } from './page.ts';
import { checkSentences, routeSentences } from './route-sentences.ts';
import { guardRows, introspectionExample, tokenExample, userinfoExample } from './wire-examples.ts';

type Surface = DeclaredRoute['surface'];

/** The wire contract: what apps and browsers may send, and what comes back. Made from the tables that the server runs. */
export async function wirePage(): Promise<Page> {
  const routes = declaredRoutes();
  checkSentences(routes);
  return page('docs/wire.md', 'the route tables, the feature list and the rules in src/', [
    '# The wire contract',
    prose(
      "What is sent and answered. It is Mastodon 4.6's API around a sign-in; where it differs, [a page says why](departures/README.md). Everything on this page is made from what the server runs: the route tables, the limits, the rules.",
    ),
    ...requests(),
    ...endpoints(routes),
    ...authorization(),
    ...grantTypes(),
    ...clientAuthentication(),
    ...pkce(),
    ...answers(await introspectionExample()),
    ...oauthErrors(),
    ...(await restErrors()),
    ...metadata(),
    ...limits(),
    ...lifetimes(),
  ]);
}

const surfaceHeaders = createSurfaceHeaders({ issuer: exampleIssuer, imageSources: [] });

function requests(): readonly string[] {
  return [
    '## Requests',
    prose(
      `A body is a form, \`multipart/form-data\` or a JSON object; a missing or \`text/plain\` content type is taken for a form. At most ${MAX_BODY_BYTES / 1024} KiB and ${MAX_PARAMETERS} parameters. A slash at the end of a path does not matter. HEAD is answered like GET and never acts.`,
    ),
  ];
}

const surfaces: Readonly<Record<Surface, { readonly title: string; readonly words: string }>> = {
  api: { title: 'REST', words: 'Methods that apps call with a token, or without one where anybody may.' },
  oauth: { title: 'OAuth, for apps', words: 'Endpoints that apps call, web apps included.' },
  'oauth-direct': { title: 'OAuth, for servers', words: 'Never called by a web page.' },
  gateway: { title: 'The gateway, for proxies', words: 'Asked by the proxy before an API; [gateway.md](gateway.md).' },
  page: {
    title: 'Pages, for people',
    words: 'HTML in a browser; forms carry a CSRF token, and cookies say who is there.',
  },
  discovery: { title: 'Discovery', words: 'Public documents and pictures.' },
  asset: { title: 'Files', words: 'They never change under one name.' },
};

function endpoints(routes: readonly DeclaredRoute[]): readonly string[] {
  const common = Object.entries(surfaceHeaders.page).filter(([name, value]) =>
    (Object.keys(surfaces) as Surface[]).every((surface) => surfaceHeaders[surface][name] === value),
  );
  const commonNames = new Set(common.map(([name]) => name));
  const sections = (Object.keys(surfaces) as Surface[]).flatMap((surface) => {
    const { title, words } = surfaces[surface];
    return [
      `### ${title}`,
      prose(`${words} ${corsWords(surface)} ${errorWords(surface)}`),
      fenced('http', headerLines(Object.entries(surfaceHeaders[surface]), commonNames)),
      ...(surface === 'api' ? [prose(publicReadWords())] : []),
      endpointTable(
        routes.filter((route) => route.surface === surface),
        surface,
      ),
    ];
  });
  return [
    '## Endpoints',
    prose('Every answer carries an `X-Request-Id` and these headers (`Strict-Transport-Security` over https only):'),
    fenced('http', headerLines(common, new Set())),
    ...sections,
    prose(
      'A star marks what only the standalone server has: a library that is mounted elsewhere leaves it to its host.',
    ),
  ];
}

function headerLines(headers: ReadonlyArray<readonly [string, string]>, without: ReadonlySet<string>): string {
  const lines = headers.filter(([name]) => !without.has(name)).map(([name, value]) => `${name}: ${value}`);
  return lines.join('\n');
}

function corsWords(surface: Surface): string {
  return crossOriginSurfaces.has(surface)
    ? 'Any web page may call them (CORS), without cookies; a preflight allows the headers that it asks for.'
    : 'No CORS.';
}

function errorWords(surface: Surface): string {
  if (surface === 'page') return 'An error is a page.';
  const sample = surface.startsWith('oauth') ? refusals.invalidGrant() : new ApiError(404, 'Not Found');
  const { body } = failureBody(surface, failureOf(sample, undefined), 'id');
  const shape = JSON.stringify(Object.fromEntries(Object.keys(JSON.parse(String(body))).map((name) => [name, '…'])));
  return `An error is \`${shape}\`.`;
}

function publicReadWords(): string {
  return `What anybody may read is answered with \`Cache-Control: ${PUBLIC_READ}\` when the request has no \`Authorization\` header: the methods marked "short" below.`;
}

function endpointTable(routes: readonly DeclaredRoute[], surface: Surface): string {
  const sentence = (route: DeclaredRoute) => routeSentences[`${route.method} ${route.path}`] ?? '';
  const name = (route: DeclaredRoute) => `\`${route.method} ${route.path}\`${route.standalone ? ' *' : ''}`;
  if (surface === 'api') {
    return table(
      ['method', 'who may call it', 'cache', 'what it is for'],
      routes.map((route) => [name(route), accessWords(route.access), cacheWords(route), sentence(route)]),
    );
  }
  if (surface === 'oauth' || surface === 'oauth-direct') {
    const callerWords = (access: DeclaredRoute['access']) =>
      access.kind === 'open' ? 'an app that [proves itself](#client-authentication)' : accessWords(access);
    return table(
      ['endpoint', 'who may call it', 'what it is for'],
      routes.map((route) => [name(route), callerWords(route.access), sentence(route)]),
    );
  }
  return table(
    ['path', 'what it is for'],
    routes.map((route) => [name(route), sentence(route)]),
  );
}

function accessWords({ kind, scopes = [] }: DeclaredRoute['access']): string {
  const names = scopes.map((scope) => `\`${scope}\``).join(', ');
  switch (kind) {
    case 'open':
      return 'anyone; a token is not looked at';
    case 'public':
      return `anyone; a token that is sent must have one of ${names}`;
    case 'token':
      return scopes.length === 0 ? "an app's or a person's token" : `an app's or a person's token with one of ${names}`;
    case 'user':
      return `a person's token with ${scopes.length === 1 ? names : `one of ${names}`}`;
    case 'app':
      return `an app's own token with one of ${names}`;
    default:
      throw new Error(`No words for the access ${kind}`);
  }
}

function cacheWords({ method, access }: DeclaredRoute): string {
  return method === 'GET' && (access.kind === 'public' || access.kind === 'open') ? 'short' : 'none';
}

function authorization(): readonly string[] {
  return [
    '## Authorization',
    '`GET /oauth/authorize` takes, in its query:',
    table(
      ['parameter', 'meaning'],
      [
        ['`response_type`', `${list(allFeatures.responseTypes)}, and nothing else`],
        ['`client_id`', 'of the registered app'],
        [
          '`redirect_uri`',
          'one of those that the app registered, [byte for byte](departures/redirect-uri-comparison.md)',
        ],
        [
          '`scope`',
          `names separated by spaces; absent: \`${mastodonScopes.default}\`; [narrower ones are fine](departures/narrower-scopes.md)`,
        ],
        ['`state`', 'comes back as it was sent'],
        ['`code_challenge`, `code_challenge_method`', 'see [PKCE](#pkce)'],
        ['`response_mode`', `${list(allFeatures.responseModes)}; absent: \`query\``],
        ['`force_login`', 'the person [types their password again](departures/force-login.md)'],
        ['`lang`', 'language of the pages'],
      ],
    ),
    prose(
      'The answer goes to the redirect URI with `code`, `state` and `iss` (RFC 9207), or with `error`, `error_description`, `state` and `iss`. An invalid request is answered [with a page](departures/invalid-authorization-request.md). For `urn:ietf:wg:oauth:2.0:oob` the code is shown to be copied.',
    ),
  ];
}

const grantWords: Readonly<Record<GrantType, string>> = {
  authorization_code:
    'For a person: `code`, `redirect_uri` (the very one of the authorization request), and `code_verifier` when there was a challenge. The scopes are those that the person approved. A code works [once](departures/code-replay.md).',
  client_credentials: `For the app itself: \`scope\`, or \`${mastodonScopes.default}\` when it is absent. The token has no person.`,
  password:
    'For a bot or another single-user application: `username` (or the e-mail address), `password`, `scope`. Only for [accounts that allow it](departures/password-grant.md).',
};

function grantTypes(): readonly string[] {
  return [
    '## Grant types',
    '`POST /oauth/token` takes `grant_type` and:',
    allFeatures.grantTypes
      .map((grantType) => prose(`- **\`${grantType}\`**: ${grantWords[grantType]}`, '  '))
      .join('\n'),
    'It answers, without `expires_in` and without a refresh token, because tokens live until they are revoked:',
    fenced('json', JSON.stringify(tokenExample(), null, 2)),
  ];
}

function clientAuthentication(): readonly string[] {
  return [
    '## Client authentication',
    prose(
      `At the token, revocation and introspection endpoints an app proves itself by ${list(allFeatures.clientAuthenticationMethods)} (RFC 6749 §2.3.1): HTTP Basic, or \`client_id\` and \`client_secret\` in the body. Sent in both places they [must agree](departures/two-client-authentications.md); the query [does not count](departures/body-only.md).`,
    ),
  ];
}

/** RFC 7636 appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

function pkce(): readonly string[] {
  if (!isCodeChallenge(challenge) || !provesChallenge(verifier, challenge))
    throw new Error('The example of PKCE is wrong');
  return [
    '## PKCE',
    prose(
      `Optional, and kept once it was begun: a code that was asked for with a challenge needs its verifier, and a verifier without a challenge is refused. \`code_challenge_method\` is \`${CODE_CHALLENGE_METHOD}\`; \`plain\`, or a challenge without a method, is refused. A challenge is the SHA-256 of the verifier in base64url without padding, 43 characters; a verifier is 43 to 128 of \`A–Z a–z 0–9 - . _ ~\` (RFC 7636 §4). For example:`,
    ),
    fenced('text', `code_verifier   ${verifier}\ncode_challenge  ${challenge}`),
  ];
}

function answers(introspection: unknown): readonly string[] {
  return [
    '## Introspection and userinfo',
    prose(
      'What is told of a living token of the app that asks; any other is `{"active":false}`. Instead of its credentials an app may send another of its tokens in the `Authorization` header, and is then refused what is not its own (401 `invalid_token`).',
    ),
    fenced('json', JSON.stringify(introspection, null, 2)),
    "Userinfo, for a person's token with `profile`:",
    fenced('json', JSON.stringify(userinfoExample(), null, 2)),
  ];
}

const helped = '…';

function oauthErrors(): readonly string[] {
  const rows: ReadonlyArray<readonly [error: refusals.OAuthError, when: string]> = [
    [refusals.missingParameter('NAME'), 'a parameter is missing'],
    [refusals.invalidRequest(helped), 'a parameter is sent twice, is no text, or has the wrong form'],
    [refusals.invalidClient(), 'unknown app, wrong secret, or none'],
    [refusals.invalidGrant(), 'a code, or a password, that buys nothing'],
    [refusals.invalidScope(helped), 'a scope that is unknown here, or that the app did not register'],
    [refusals.unsupportedGrantType(), 'a grant type that is not switched on'],
    [refusals.notAuthorizedToRevoke(), 'revocation, for every reason'],
    [refusals.invalidRedirectUri(helped), 'authorization: the redirect URI is missing or not registered'],
    [refusals.unsupportedResponseType(), 'authorization'],
    [refusals.unsupportedResponseMode(), 'authorization'],
    [refusals.accessDenied(), 'authorization: the person said no; at the redirect URI'],
  ];
  return [
    '## Errors of OAuth',
    prose(
      'Where a sentence ends in dots it goes on with [what was wrong](departures/refusals-that-explain.md). A 401 carries a `WWW-Authenticate` challenge. Too many requests are 429, trouble with the storage is 503 with `Retry-After`.',
    ),
    table(
      ['status', '`error`', '`error_description`', 'when'],
      rows.map(([error, when]) => [String(error.status), `\`${error.code}\``, error.description, when]),
    ),
  ];
}

async function restErrors(): Promise<readonly string[]> {
  const rows = await guardRows();
  return [
    '## Errors of REST',
    prose(
      'What a token opens is decided in this order; the first row that holds is the answer. Scopes are compared exactly: a method lists the umbrellas that it takes.',
    ),
    table(
      ['a request with', 'status', 'body', '`WWW-Authenticate`'],
      rows.map(({ when, status, body, challenge: header }) => [
        when,
        String(status),
        body === undefined ? 'of the method' : `\`${JSON.stringify(body)}\``,
        header === undefined ? '' : `\`${header}\``,
      ]),
    ),
    prose(
      'Afterwards: 404 `Record not found` or `Not Found`, 422 `Validation failed: …`, 400 for a request that cannot be read, 413 for one that is too large, 429 `Too many requests`, 503 with `Retry-After`. An error that nobody foresaw is a 500 with the `incident` under which its cause stands in the log.',
    ),
  ];
}

function metadata(): readonly string[] {
  const document = serverMetadata(exampleIssuer, allFeatures, mastodonScopes);
  return [
    '## Metadata',
    prose(
      `\`GET /.well-known/oauth-authorization-server\` of a server at ${exampleIssuer}. It lists what is switched on and nothing else; \`password\` goes when the operator switches it off.`,
    ),
    fenced('json', writeDocument(document)),
  ];
}

/** JSON with short lists on one line and long ones in lines that fit. */
function writeDocument(document: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(document).map(([name, value]) => {
    const line = `  ${JSON.stringify(name)}: ${Array.isArray(value) ? `[${value.map((item) => JSON.stringify(item)).join(', ')}]` : JSON.stringify(value)}`;
    if (line.length <= 118 || !Array.isArray(value)) return line;
    const items = prose(value.map((item) => JSON.stringify(item)).join(', '), '    ');
    return `  ${JSON.stringify(name)}: [\n    ${items}\n  ]`;
  });
  return `{\n${members.join(',\n')}\n}`;
}

const limitWords: Readonly<Record<keyof typeof rateLimits, string>> = {
  apiByUser: 'REST, for each person, through whatever tokens',
  apiByToken: 'REST, for each token',
  apiByAddress: "REST without a person's token, for each address",
  paging: 'REST with `page`, `min_id`, `max_id` or `since_id`, for each person or address',
  registration: '`POST /api/v1/apps`, for each address',
  follows: 'new follows, for each person',
  signInByAddress: 'tries of a password, for each address',
  signInByAccount: 'tries of a password, for each account, however its name is spelt',
  signInByKnownBrowser: 'the same from a browser that signed in to the account before',
  signUpByAddress: 'sign-ups on the page, for each address',
  apiSignUpByAddress: '`POST /api/v1/accounts`, for each address',
  secondFactorByAccount: 'wrong codes of a second factor, for each account',
  secondFactorByAddress: 'tries of a second factor, for each address',
  passwordResetByAddress: 'requests to reset a password, for each address',
  passwordResetByLogin: 'the same, for each account',
  confirmationByAddress: 'requests for another confirmation mail, for each address',
  confirmationByAccount: 'the same, for each account',
  passwordChangeByAccount: 'changes of a password, for each person',
  exportByAccount: "exports of one's data, for each person",
  inviteByAddress: 'tries of an invite, for each address',
  oauthByAddress: 'token, revocation, introspection, userinfo and authorization together, for each address',
  authorizeByAccount: 'the authorization page, for each person',
};

function limits(): readonly string[] {
  return [
    '## Limits',
    prose(
      'Windows are fixed and aligned to the epoch. An address is an IPv4 address or an IPv6 /64. REST answers carry `X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset` of the tightest limit; a 429 carries them everywhere. `RATE_LIMIT_FACTOR` multiplies them all.',
    ),
    table(
      ['what is counted', 'at most', 'in'],
      (Object.keys(rateLimits) as (keyof typeof rateLimits)[])
        .map((name) => [limitWords[name], rateLimits[name].max.toLocaleString('en'), duration(rateLimits[name].period)])
        .concat([
          ['statuses that an account posts', `${postingLimits.posts.max}`, duration(postingLimits.posts.period)],
          [
            'statuses that an account deletes',
            `${postingLimits.deletions.max}`,
            duration(postingLimits.deletions.period),
          ],
        ]),
    ),
  ];
}

const linkWords: Readonly<Record<string, string>> = {
  'confirm email': 'mailed link that confirms an address',
  'change email': 'mailed link that changes an address',
  'reset password': 'mailed link that sets a new password',
};

function lifetimes(): readonly string[] {
  return [
    '## Lifetimes',
    table(
      ['what', 'how long'],
      [
        ['access token', 'until it is revoked; a personal one as long as its owner chose'],
        ['authorization code', duration(CODE_LIFETIME)],
        ['authorization request that waits for an answer', duration(PENDING_AUTHORIZATION_LIFETIME)],
        ['browser session that is not used', duration(SESSION_IDLE_LIFETIME)],
        ['browser session at most', duration(SESSION_ABSOLUTE_LIFETIME)],
        ['sign-in that waits for a second factor', duration(SECOND_STEP_LIFETIME)],
        ...Object.entries(linkRules).map(([kind, { lifetime }]) => [linkWords[kind] ?? kind, duration(lifetime)]),
        ['last use of a token is noted', `at most once in ${duration(LAST_USE_RESOLUTION)}`],
      ],
    ),
    'Housekeeping removes what ended, was not used, or was never used:',
    table(
      ['what', 'after'],
      [...retention, ...retentionOfLimits].map(({ kind, keep }) => [kind, duration(keep)]),
    ),
    "The standalone server's round also removes, of its directory (an audit entry outlives its address):",
    table(
      ['what', 'after'],
      directoryRetention.map(({ kind, keep }) => [kind, duration(keep)]),
    ),
  ];
}

function duration(milliseconds: number): string {
  for (const [unit, length] of [
    ['day', DAY],
    ['hour', HOUR],
    ['minute', MINUTE],
  ] as const) {
    const count = milliseconds / length;
    // A day is said in hours, as limits by the day are windows of the clock.
    if (Number.isInteger(count) && (count > 1 || unit !== 'day')) return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  throw new Error(`No words for ${milliseconds} milliseconds`);
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' or ');
}
