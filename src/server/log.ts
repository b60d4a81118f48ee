import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { LinesTogether } from './lines-together.ts';

/** The server's log: JSON lines on one stream. */
export interface ServerLog {
  /** Whatever happens, errors included. Values under names that secrets have are replaced, should one ever get here. */
  readonly main: Logger;
  /** Requests and security events: facts of types that have no place for a secret, so they are written as they are. */
  readonly facts: Logger;
  /** Writes what waits; before the process ends. */
  flush(): Promise<void>;
}

/** Names under which a secret could reach a log line by mistake; nothing is meant to be logged under them. */
const secretNames = [
  'password',
  'token',
  'access_token',
  'code',
  'secret',
  'client_secret',
  'authorization',
  'cookie',
  'code_verifier',
  'passwordHash',
];

/** What systems call an error, such as `ENOSPC`: in its `code`, where an operator needs it. */
const errorCode = /^E[A-Z_]{2,39}$/;

const censor = (value: unknown, path: readonly unknown[]) =>
  path.at(-1) === 'code' && typeof value === 'string' && errorCode.test(value) ? value : '[redacted]';

/** Lines go to standard output in batches that wait a second at most. */
export function createLog(level: string, stream?: DestinationStream): ServerLog {
  const toOutput = () => destination({ dest: 1, sync: false, minLength: 16_000, periodicFlush: 1000 });
  const target = stream ?? new LinesTogether(toOutput());
  const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const main = pino({ level, base: null, redact: { paths, censor } }, target);
  const facts = pino({ level, base: null }, target);
  return { main, facts, flush: () => new Promise((resolve) => main.flush(() => resolve())) };
}
