import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type { Logger };

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

/** JSON lines on standard output, in batches that wait a second at most; {@link Logger.flush} before the process ends. */
export function createLog(level: string, stream?: DestinationStream): Logger {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const options = { level, redact: { paths, censor: '[redacted]' }, base: null };
  return stream === undefined
    ? pino(options, destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 1000 }))
    : pino(options, stream);
}
