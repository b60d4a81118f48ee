import { parseArgs } from 'node:util';

/** What a run of the bench was asked for. */
export interface BenchOptions {
  /** Names of jobs; all of them when empty. */
  readonly jobs: readonly string[];
  readonly rounds: number;
  /** How long each measurement of a round takes. */
  readonly seconds: number;
  /** Another server to be measured beside ours. */
  readonly against: string | undefined;
  /** A token of a person of that server, without which what needs one is not asked of it. */
  readonly token: string | undefined;
}

/**
 * Reads `[job…] [--rounds N] [--seconds N] [--against URL [--token TOKEN]]`.
 * @throws Error that says what cannot be read
 */
export function readOptions(parameters: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
      against: { type: 'string' },
      token: { type: 'string' },
    },
  });
  if (values.against !== undefined && !URL.canParse(values.against)) throw new Error('--against must be a URL');
  return {
    jobs: positionals,
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    against: values.against,
    token: values.token,
  };
}

function positive(name: string, text: string): number {
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text);
  throw new Error(`--${name} must be a whole number above 0`);
}
