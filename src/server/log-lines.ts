import type { ServerLog } from './log.ts';

/** What stands behind the `msg` of a line, for the reference of the log and for whoever writes the line. */
interface LogLine {
  /** The logger: `facts` for what has no place for a secret, `main` for whatever happens. */
  readonly by: 'main' | 'facts';
  readonly level: 'info' | 'warn' | 'error' | 'fatal';
  /** What happened. */
  readonly means: string;
  /** What the operator does about it. */
  readonly todo: string;
  /** Every member beside `level`, `time` and `msg`, and what it holds. */
  readonly fields: Readonly<Record<string, string>>;
}

const failure = 'the cause: its `type`, `message` and `stack`, and the `code` of the system';

const request = {
  requestId: 'the id that the caller got as `X-Request-Id`',
  method: 'the method as it was sent',
  route: 'the path as it was declared, such as `/api/v1/accounts/:id`; `*` for every path that nobody declared',
  status: 'of the answer',
  milliseconds: 'from the arrival of the request to its answer',
  address: "the client's address, by TRUSTED_PROXIES",
  limit: 'the rate limit that was reached, where one was',
  traceId: 'the trace that the request belongs to, with TRACING=on',
};

const mail = {
  mailId: 'of the mail in the database',
  kind: 'what it is about, such as `confirm email`',
  attempts: 'how often it was tried',
};

/**
 * Every line that the standalone server writes to its log, but those of security events, which carry the event's name. A
 * line that is not here cannot be written.
 */
export const logLines = {
  answered: {
    by: 'facts',
    level: 'info',
    means: 'A request was answered.',
    todo: 'Nothing.',
    fields: request,
  },
  'a request failed unexpectedly': {
    by: 'main',
    level: 'error',
    means: 'The caller got a 500, or a 503 of a function that took too long, and the incident of this `requestId`.',
    todo: 'Look at the cause. One that names the disk or the database is yours to mend; report any other.',
    fields: { ...request, err: failure },
  },
  'the database cannot be used': {
    by: 'main',
    level: 'error',
    means: 'Calls of the database failed, and whoever made them was answered 503. Told once a minute while it lasts.',
    todo: 'Read the cause in `err`, and run `doctor`: the disk may be full, the file locked or gone, PostgreSQL away or out of connections. Single ones with PostgreSQL are connections that broke. Nothing has to be restarted.',
    fields: { err: failure, count: 'how many calls since the last line of this kind' },
  },
  'kept house': {
    by: 'main',
    level: 'info',
    means: 'What its time is over was removed.',
    todo: 'Nothing.',
    fields: { swept: 'how many rows of each kind', milliseconds: 'how long it took' },
  },
  'housekeeping failed and will be tried again': {
    by: 'main',
    level: 'warn',
    means: 'The round ended early; what was removed stays removed.',
    todo: 'Nothing for one. When it comes every hour, look at the cause: tables grow meanwhile.',
    fields: { err: failure, milliseconds: 'until it failed' },
  },
  'mail sent': {
    by: 'facts',
    level: 'info',
    means: 'The mail server took a mail.',
    todo: 'Nothing.',
    fields: mail,
  },
  'a mail was not needed any more': {
    by: 'facts',
    level: 'info',
    means: 'What it was about had changed before it was sent.',
    todo: 'Nothing.',
    fields: mail,
  },
  'a mail could not be sent and will be tried again': {
    by: 'main',
    level: 'warn',
    means: 'The mail server was away, or said that it could not take the mail now.',
    todo: 'When it does not end, read `error` and run `doctor`: the name, the password or the firewall may be wrong.',
    fields: { ...mail, error: 'the reason, in the words of the mail server' },
  },
  'a mail was given up': {
    by: 'main',
    level: 'error',
    means: 'The mail server refused it for good, or five days were over.',
    todo: 'Read `error`. Where the sender is refused, mend MAIL_FROM or its DNS records; then have people ask again.',
    fields: { ...mail, error: 'the reason, in the words of the mail server' },
  },
  'mails could not be looked for, and will be again': {
    by: 'main',
    level: 'warn',
    means: 'The database did not answer the round that sends mails.',
    todo: 'Look at the cause; mails wait in the database and are not lost.',
    fields: { err: failure },
  },
  'a mail about something that happened was not queued': {
    by: 'main',
    level: 'warn',
    means: 'Somebody is not told of a new sign-in, a new app or a change to the account.',
    todo: 'Look at the cause. The mail is lost; what it would have told stands in the audit log.',
    fields: { err: failure },
  },
  'audit entries were not written': {
    by: 'main',
    level: 'warn',
    means: 'Entries wait in memory until the database can be written, or were lost because too many waited.',
    todo: 'Look at the cause at once: a crash now would lose what waits.',
    fields: {
      err: failure,
      waiting: 'how many entries wait',
      lost: 'how many were lost since the last line of this kind',
    },
  },
  'connections were refused: there are too many': {
    by: 'main',
    level: 'warn',
    means: 'Connections were closed at once, so that those that are open and the files of the server keep their place.',
    todo: 'See in the metrics or with `ss` who holds them. Let the proxy limit connections by address; raise LimitNOFILE where people need more.',
    fields: { count: 'how many since the last line of this kind' },
  },
  'something did not end in time and was left behind': {
    by: 'main',
    level: 'error',
    means: 'The server was told to stop, and ended before all of its work had.',
    todo: 'What was answered is kept. When it comes at every stop, look at what was slow before it: the database, a mail server, a client.',
    fields: {},
  },
  'ended by an unforeseen error': {
    by: 'main',
    level: 'fatal',
    means: 'An error that nobody caught: nothing that the process believed could be trusted, so it ended.',
    todo: 'Let the service manager start it again, and report the cause.',
    fields: { err: failure },
  },
} as const satisfies Readonly<Record<string, LogLine>>;

/** The `msg` of a line. */
export type LogLineName = keyof typeof logLines;

/** The members that a line has a place for. */
type FactsOf<Name extends LogLineName> = {
  readonly [Field in keyof (typeof logLines)[Name]['fields']]?: unknown;
};

/** Writes a line of the table. */
export function say<Name extends LogLineName>(log: ServerLog, name: Name, facts: FactsOf<Name>): void {
  const { by, level }: LogLine = logLines[name];
  const members: object = facts;
  log[by][level](members, name);
}
