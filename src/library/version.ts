import { readFileSync } from 'node:fs';

/** Two folders up both from the sources and from `dist/`. */
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

export const { version } = manifest;
