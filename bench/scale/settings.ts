import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** What to measure, and how long. */
export interface ScaleSettings {
  readonly tokens: number;
  readonly few: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly folder: string;
  readonly parts: readonly string[];
  readonly keep: boolean;
}

/** Reads `--tokens 10000000 --few 10000 --rounds 5 --seconds 5 --folder DIR --only warm,cold --keep`. */
export function readSettings(words: readonly string[], parts: readonly string[]): ScaleSettings {
  const { values } = parseArgs({
    args: [...words],
    options: {
      tokens: { type: 'string', default: '10000000' },
      few: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '5' },
      folder: { type: 'string', default: join(tmpdir(), 'mastodoor-scale') },
      only: { type: 'string', default: parts.join(',') },
      keep: { type: 'boolean', default: false },
    },
  });
  const count = (name: 'tokens' | 'few' | 'rounds' | 'seconds') => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number above 0`);
    return value;
  };
  const wanted = values.only.split(',');
  const unknown = wanted.filter((part) => !parts.includes(part));
  if (unknown.length > 0) throw new Error(`--only knows ${parts.join(', ')}, not ${unknown.join(', ')}`);
  return {
    tokens: count('tokens'),
    few: count('few'),
    rounds: count('rounds'),
    seconds: count('seconds'),
    folder: values.folder,
    parts: wanted,
    keep: values.keep,
  };
}
