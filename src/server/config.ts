import { z } from 'zod';
import type { GatewayMethod } from '../gateway/method-table.ts';
import { readGatewayMethod, UnreadableMethod } from '../gateway/read-methods.ts';
import { readNetwork } from '../library/network.ts';
import { SHORTEST_KEY } from '../library/secret-keys.ts';
import type { SiteSettings } from '../site/site-deps.ts';
import { type DatabaseLocation, readDatabaseUrl } from '../storage/database-location.ts';
import { readSender, readSmtpUrl } from './smtp-settings.ts';

/** A rule that the server's people agree to, as instance entities list it. */
export interface ServerRule {
  readonly text: string;
}

/** Every setting of the standalone server, read once at start. */
export interface Config extends SiteSettings {
  readonly port: number;
  readonly host: string;
  /** For how many seconds a server that is told to stop still takes requests while its health says that it drains. */
  readonly drainSeconds: number;
  /** Public origin without a trailing slash; also the issuer. */
  readonly publicUrl: string;
  /** Where the data is. */
  readonly database: DatabaseLocation;
  /** The largest number of PostgreSQL's connections for writes and lists. */
  readonly databasePoolSize: number;
  /** First encrypts and signs, all decrypt; empty: kept in a file beside the database. */
  readonly secretKeys: readonly string[];
  /** Addresses and ranges that may speak for a client through `X-Forwarded-For` and `X-Forwarded-Proto`. */
  readonly trustedProxies: readonly string[];
  readonly requireAuthentication: 'off' | 'token' | 'user';
  readonly passwordGrant: boolean;
  /** Multiplies every rate limit; Infinity switches them off. */
  readonly rateLimitFactor: number;
  /** Where metrics are read, on a port of their own; not at all when absent. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** Whether spans go to the OpenTelemetry SDK that was loaded before the server. */
  readonly tracing: boolean;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  readonly title: string;
  readonly description: string;
  readonly contactEmail: string;
  /** Username of the account to ask. */
  readonly contactUsername: string | undefined;
  /** Where mails are handed over, with its credentials; mails are printed when it is absent. */
  readonly smtpUrl: string | undefined;
  /** The sender of mails. */
  readonly mailFrom: string;
  readonly rules: readonly ServerRule[];
  /** What an API behind the gateway has beside Mastodon's methods. */
  readonly gatewayMethods: readonly GatewayMethod[];
}

/** The settings cannot be used; the message names every problem, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');

const network = z.string().refine((text) => readNetwork(text) !== undefined, {
  error: (issue) => `"${String(issue.input)}" is neither an address nor a range such as 10.0.0.0/8`,
});

const list = (text: string, separator: RegExp) =>
  text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Turns what a reader of a setting throws into a problem of that setting. */
const readBy =
  (read: (text: string) => unknown) =>
  (text: string, context: z.RefinementCtx): void => {
    try {
      read(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  };

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && text.replace(/\/$/, '').toLowerCase() === url.origin;
}

const wholeNumber = (message: string, min: number, max: number) =>
  z
    .string()
    .refine((text) => /^[0-9]{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, message)
    .transform(Number);

const schema = z.object({
  PORT: wholeNumber('must be a whole number from 0 to 65535', 0, 65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DRAIN_SECONDS: wholeNumber('must be a whole number of seconds from 0 to 600', 0, 600).default(0),
  PUBLIC_URL: z
    .string()
    .refine(isOrigin, 'must be an origin without a path, such as https://social.example')
    .transform((text) => new URL(text).origin)
    .optional(),
  DATABASE_URL: z.string().superRefine(readBy(readDatabaseUrl)).default('sqlite:./data/mastodoor.db'),
  DATABASE_POOL_SIZE: wholeNumber('must be a whole number from 1 to 1000', 1, 1000).default(10),
  SECRET_KEY: z
    .string()
    .transform((text) => list(text, /,/))
    .pipe(z.array(z.string().min(SHORTEST_KEY, `each key must have at least ${SHORTEST_KEY} characters`)))
    .default([]),
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => list(text, /,/))
    .pipe(z.array(network))
    .default([]),
  REQUIRE_AUTHENTICATION: z.enum(['off', 'token', 'user']).default('off'),
  PASSWORD_GRANT: onOff.default(true),
  RATE_LIMIT_FACTOR: z
    .string()
    .refine((text) => text === 'off' || Number(text) > 0, 'must be a positive number or off')
    .transform((text) => (text === 'off' ? Number.POSITIVE_INFINITY : Number(text)))
    .default(1),
  METRICS_PORT: wholeNumber('must be a whole number from 0 to 65535', 0, 65535).optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  TRACING: onOff.default(false),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  SERVER_TITLE: z.string().min(1).max(100).default('Mastodoor'),
  SERVER_DESCRIPTION: z.string().max(2000).default(''),
  SERVER_CONTACT_EMAIL: z.email('must be an e-mail address').or(z.literal('')).default(''),
  SERVER_CONTACT_ACCOUNT: z
    .string()
    .regex(/^@?[A-Za-z0-9_]+$/, 'must be the username of an account here')
    .transform((text) => text.replace(/^@/, ''))
    .optional(),
  REGISTRATIONS: z.enum(['closed', 'approval', 'open']).default('closed'),
  MINIMUM_AGE: wholeNumber('must be an age in years, from 1 to 120', 1, 120).optional(),
  RESERVED_USERNAMES: z
    .string()
    .transform((text) => list(text.toLowerCase(), /,/))
    .default([]),
  INVITES: z.enum(['off', 'staff', 'everyone']).default('staff'),
  REQUIRE_SECOND_FACTOR: z.enum(['off', 'staff', 'everyone']).default('off'),
  SMTP_URL: z.string().superRefine(readBy(readSmtpUrl)).optional(),
  MAIL_FROM: z
    .string()
    .superRefine(readBy((text) => readSender(text, '')))
    .optional(),
  SERVER_RULES: z
    .string()
    .transform((text) => list(text, /\r?\n|\|/).map((rule) => ({ text: rule })))
    .default([]),
  GATEWAY_METHODS: z
    .string()
    .transform((text, context) =>
      list(text, /\r?\n|\|/).flatMap((line) => {
        try {
          return [readGatewayMethod(line)];
        } catch (error) {
          if (!(error instanceof UnreadableMethod)) throw error;
          context.issues.push({ code: 'custom', message: error.message, input: line });
          return [];
        }
      }),
    )
    .default([]),
});

/** Names of all settings, for the documentation and `doctor`. */
export const settingNames = Object.keys(schema.shape);

/**
 * Reads the settings from an environment. A variable that is set to nothing counts as not set.
 * @throws ConfigError that names every problem at once
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    settingNames.flatMap((name) => {
      const value = environment[name]?.trim();
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const result = schema.safeParse(given);
  if (!result.success) {
    // Keys and SMTP's password are secrets: problems name the setting and the rule, never what was given.
    const lines = result.error.issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`);
    throw new ConfigError(`The settings cannot be used:\n${[...new Set(lines)].join('\n')}`);
  }
  const settings = result.data;
  const publicUrl = settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`;
  if (publicUrl.startsWith('https:') && settings.REGISTRATIONS !== 'closed' && settings.SMTP_URL === undefined) {
    const reason = 'is needed in production, so that people who sign up can confirm their addresses';
    throw new ConfigError(`The settings cannot be used:\n  SMTP_URL: ${reason}; or set REGISTRATIONS=closed`);
  }
  const database = readDatabaseUrl(settings.DATABASE_URL);
  if (database.engine === 'postgres' && settings.SECRET_KEY.length === 0) {
    const reason = 'is needed with PostgreSQL, and must be the same on all nodes';
    throw new ConfigError(
      `The settings cannot be used:\n  SECRET_KEY: ${reason}. Make one with: openssl rand -base64 32`,
    );
  }
  return {
    port: settings.PORT,
    host: settings.HOST,
    drainSeconds: settings.DRAIN_SECONDS,
    publicUrl,
    database,
    databasePoolSize: settings.DATABASE_POOL_SIZE,
    secretKeys: settings.SECRET_KEY,
    trustedProxies: settings.TRUSTED_PROXIES,
    requireAuthentication: settings.REQUIRE_AUTHENTICATION,
    passwordGrant: settings.PASSWORD_GRANT,
    rateLimitFactor: settings.RATE_LIMIT_FACTOR,
    metrics:
      settings.METRICS_PORT === undefined ? undefined : { host: settings.METRICS_HOST, port: settings.METRICS_PORT },
    tracing: settings.TRACING,
    logLevel: settings.LOG_LEVEL,
    title: settings.SERVER_TITLE,
    description: settings.SERVER_DESCRIPTION,
    contactEmail: settings.SERVER_CONTACT_EMAIL,
    contactUsername: settings.SERVER_CONTACT_ACCOUNT,
    rules: settings.SERVER_RULES,
    gatewayMethods: settings.GATEWAY_METHODS,
    smtpUrl: settings.SMTP_URL,
    mailFrom: settings.MAIL_FROM ?? `no-reply@${hostForMail(publicUrl)}`,
    registrations: settings.REGISTRATIONS,
    minimumAge: settings.MINIMUM_AGE,
    reservedUsernames: settings.RESERVED_USERNAMES,
    invites: settings.INVITES,
    requireSecondFactor: settings.REQUIRE_SECOND_FACTOR,
  };
}

/** A mail address has brackets around an IP address of its own, which MAIL_FROM is for. */
function hostForMail(publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  return hostname.startsWith('[') ? 'localhost' : hostname;
}
