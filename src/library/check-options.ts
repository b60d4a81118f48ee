import { z } from 'zod';
import type { Store } from '../flows/ports.ts';
import { isGatewayPath } from '../gateway/method-table.ts';
import type { Moderating } from '../mastodon/moderation.ts';
import type { People } from '../mastodon/people.ts';
import { findBrandProblems } from '../pages/brand.ts';
import { findLanguageProblems } from '../pages/messages/language-problems.ts';
import { ownLink } from '../pages/safe-link.ts';
import type { AuthServerOptions } from './auth-server-options.ts';
import type { HostAccount } from './host-accounts.ts';
import { readNetwork } from './network.ts';
import { SHORTEST_KEY } from './secret-keys.ts';

/** The options cannot be used; the message names every problem, one a line, and never a value that may be secret. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
  /** One sentence for each problem. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The options of the authorization server cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.problems = problems;
  }
}

const func = z.custom<(...given: never[]) => unknown>((value) => typeof value === 'function', 'must be a function');
const flag = z.boolean('must be true or false');

const link = z
  .string('must be text')
  .refine((text) => ownLink(text) !== undefined, 'must be an http(s) address or a path such as /sign-up');

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** An issuer or mount path is compared byte for byte, so it must be written as URLs are. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin, pathname, search, hash, username, password } = new URL(text);
  const plain = search === '' && hash === '' && username === '' && password === '';
  return (
    /^https?:$/.test(protocol) && plain && text === (pathname === '/' ? origin : origin + pathname) && !/\/$/.test(text)
  );
}

const key = z
  .string('must be text')
  .min(SHORTEST_KEY, `must have at least ${SHORTEST_KEY} characters; \`openssl rand -base64 32\` makes one`);

/** As the type has them: one that is missing here would not be checked. */
const people: Readonly<Record<keyof People<unknown>, z.ZodType>> = {
  profile: func.optional(),
  findMany: func.optional(),
  findByUsername: func.optional(),
  count: func.optional(),
  countStatuses: func.optional(),
  listFollowers: func.optional(),
  listFollowing: func.optional(),
  countFollowRequests: func.optional(),
  relationships: func.optional(),
  follow: func.optional(),
  unfollow: func.optional(),
  signUps: z
    .looseObject({ signUp: func, resendConfirmation: func }, 'must be an object with signUp and resendConfirmation')
    .optional(),
};

/** None of these can be left out: a role that nobody asks for would open everything. */
const moderating: Readonly<Record<keyof Moderating<unknown>, z.ZodType>> = {
  isStaff: func,
  describe: func,
  list: func,
  act: func,
};

/** The methods of `Store`, of which one that is missing would be noticed too late. */
const storeMethods: Readonly<Record<Exclude<keyof Store, 'onRevocation' | 'limits' | 'duties'>, true>> = {
  addApp: true,
  findApp: true,
  findAppByClientId: true,
  listApps: true,
  noteConsentPage: true,
  deleteApp: true,
  addPendingAuthorization: true,
  findPendingAuthorization: true,
  denyPendingAuthorization: true,
  approve: true,
  findCode: true,
  redeemCode: true,
  burnCode: true,
  addGrantWithToken: true,
  findToken: true,
  noteTokenUse: true,
  revokeToken: true,
  revokeGrant: true,
  revokeGrantsOfAccount: true,
  listGrants: true,
  listGrantsForApp: true,
  listTokens: true,
  addSession: true,
  findSession: true,
  noteSessionUse: true,
  endSession: true,
  listSessions: true,
  endSessionOfAccount: true,
  endSessionsOfAccount: true,
  sweep: true,
  readSetting: true,
  claimSetting: true,
  ping: true,
  close: true,
};

const store = z.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null,
  'must be a store, such as openSqliteStore() of mastodoor/sqlite gives',
);

const shape = z.strictObject(
  {
    issuer: z
      .string('must be text')
      .refine(
        isIssuer,
        'must be an http(s) URL without a trailing slash, query or fragment, such as https://social.example or https://example.org/social',
      ),
    store,
    secretKey: z.union([key, z.array(key).min(1, 'must hold a key')]),
    accounts: z.looseObject(
      {
        find: func,
        authenticate: func.optional(),
        identify: func.optional(),
        ...people,
        moderation: z.looseObject(moderating, 'must be an object').optional(),
      },
      'must be an object with a function find',
    ),
    signIn: z
      .looseObject(
        { currentAccount: func, signInUrl: func, signOutUrl: z.string('must be text').optional() },
        'must be an object with the functions currentAccount and signInUrl',
      )
      .optional(),
    secondStep: func.optional(),
    signInScript: z
      .string('must be text')
      .regex(/^(\/[A-Za-z0-9._~-]+)+$/, 'must be a path such as /assets/passkeys.js')
      .optional(),
    links: z
      .strictObject(
        {
          signUp: link.optional(),
          resetPassword: link.optional(),
          confirmation: link.optional(),
          changePassword: link.optional(),
        },
        'must be an object',
      )
      .optional(),
    brand: z.custom<object>(isObject, 'must be an object').optional(),
    pages: func.optional(),
    languages: z.array(z.custom<object>(isObject, 'must be what extendMessages() makes'), 'must be a list').optional(),
    imageSources: z
      .array(
        z
          .string()
          .refine(
            (text) => URL.canParse(text) && new URL(text).origin === text,
            'must be an origin such as https://cdn.example',
          ),
        'must be a list',
      )
      .optional(),
    instance: z
      .looseObject(
        {
          title: z.string('must be text'),
          description: z.string('must be text'),
          contactEmail: z.string('must be text'),
          rules: z.array(z.looseObject({ text: z.string('must be text') }), 'must be a list'),
          localTimelines: flag.optional(),
          registrations: z.looseObject({ enabled: flag }, 'must be an object').optional(),
        },
        'must be an object',
      )
      .optional(),
    discovery: flag.optional(),
    vapidPublicKey: z.string('must be text').min(1, 'must not be empty').optional(),
    policies: z.strictObject({ register: func.optional(), consent: func.optional() }, 'must be an object').optional(),
    passwordGrant: flag.optional(),
    requireAuthentication: z.enum(['off', 'token', 'user'], 'must be off, token or user').optional(),
    rateLimitFactor: z
      .custom<number>((value) => typeof value === 'number' && value > 0, 'must be a number above zero, or Infinity')
      .optional(),
    trustedProxies: z
      .array(
        z
          .string()
          .refine((text) => readNetwork(text) !== undefined, 'must be an address or a range such as 10.0.0.0/8'),
        'must be a list',
      )
      .optional(),
    clientAddress: func.optional(),
    mountPath: z
      .string('must be text')
      .regex(/^(\/[A-Za-z0-9._~-]+)*$/, 'must be empty or a path such as /social, without a slash at the end')
      .optional(),
    hostTimeout: z
      .number('must be milliseconds')
      .positive('must be above zero')
      .max(2 ** 31 - 1)
      .optional(),
    housekeeping: flag.optional(),
    alsoClean: func.optional(),
    routes: func.optional(),
    gateway: z
      .union([
        z.literal(false, 'must be false, or an object with methods'),
        z.strictObject({
          methods: z
            .array(
              z.looseObject({
                method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], 'must be GET, POST, PUT, PATCH or DELETE'),
                path: z
                  .string('must be text')
                  .refine(isGatewayPath, 'must be like /api/v1/things/:id: parts are plain words, or :name'),
                access: z.looseObject(
                  {
                    kind: z.enum(['open', 'public', 'user', 'app', 'token'], 'must be made with user() and its like'),
                  },
                  'must be made with user() and its like',
                ),
              }),
              'must be a list of { method, path, access }',
            )
            .optional(),
        }),
      ])
      .optional(),
    onEvent: func.optional(),
    onAnswered: func.optional(),
    onHousekeeping: func.optional(),
    now: func.optional(),
  },
  'must be an object',
);

/**
 * Says everything that is wrong with options at once, also for callers that no compiler checked.
 * @throws OptionsError
 */
export function checkOptions<A extends HostAccount>(options: AuthServerOptions<A>): void {
  const result = shape.safeParse(options);
  const problems = result.success ? [] : result.error.issues.flatMap((issue) => wordsOf(issue));
  if (typeof options === 'object' && options !== null) problems.push(...furtherProblems(options));
  if (problems.length > 0) throw new OptionsError([...new Set(problems)]);
}

function wordsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): readonly string[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return [`${issue.keys.map((key) => [...path, key].join('.')).join(', ')}: there is no such option`];
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // What was meant is what fits furthest; of the others, nobody wants to hear.
    const meant = issue.errors.reduce((one, other) => (closeness(other) > closeness(one) ? other : one));
    return meant.flatMap((part) => wordsOf(part, path));
  }
  return [`${path.join('.') || 'the options'} ${issue.message}`];
}

/** How far a value fits one of several shapes. */
function closeness(issues: readonly z.core.$ZodIssue[]): number {
  const depth = Math.max(...issues.map(({ path }) => path.length));
  return depth * 2 + (issues.some(({ code }) => code === 'invalid_type' || code === 'invalid_value') ? 0 : 1);
}

/** What no shape can say. */
function furtherProblems<A extends HostAccount>(options: AuthServerOptions<A>): readonly string[] {
  const { accounts, signIn, secondStep, signInScript, brand, languages, passwordGrant } = options;
  const missing = (Object.keys(storeMethods) as (keyof typeof storeMethods)[]).filter(
    (name) => typeof options.store === 'object' && options.store !== null && typeof options.store[name] !== 'function',
  );
  return [
    ...(missing.length === 0 ? [] : [`store lacks the methods ${missing.join(', ')}`]),
    ...(signIn === undefined && typeof accounts?.find === 'function' && accounts.authenticate === undefined
      ? [
          'accounts.authenticate is needed for the built-in sign-in page; give signIn when the host has a page of its own',
        ]
      : []),
    ...(signIn !== undefined && (secondStep ?? signInScript) !== undefined
      ? ['secondStep and signInScript are for the built-in sign-in page, which signIn replaces']
      : []),
    ...(passwordGrant === true && accounts?.authenticate === undefined
      ? ['passwordGrant needs accounts.authenticate']
      : []),
    ...(brand !== undefined && isObject(brand) ? findBrandProblems(brand) : []),
    ...(Array.isArray(languages) ? languages.filter(isObject).flatMap(findLanguageProblems) : []),
  ];
}
