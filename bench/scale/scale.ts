/**
 * `npm run bench:scale [-- --tokens 10000000 --only warm,cold,start --folder DIR]`: what many tokens cost. Makes a database
 * with as many in bulk (minutes, once, and kept in the folder), one with few beside it, and measures in turns.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureCold } from './cold.ts';
import { measureCurves } from './curves.ts';
import { short } from './figures.ts';
import { filledSqlite } from './fill-sqlite.ts';
import { measureHousekeeping } from './housekeeping.ts';
import { measureLists } from './lists.ts';
import type { Figure, Measure } from './measurement.ts';
import { measureNodes } from './nodes.ts';
import { stopAll } from './served.ts';
import { readSettings } from './settings.ts';
import { measureSizes } from './sizes.ts';
import { measureStart } from './start.ts';
import { measureWarm } from './warm.ts';

/** In this order: what changes the database works on a copy. */
const parts: Readonly<Record<string, Measure>> = {
  sizes: measureSizes,
  lists: measureLists,
  start: measureStart,
  warm: measureWarm,
  cold: measureCold,
  curves: measureCurves,
  nodes: measureNodes,
  housekeeping: measureHousekeeping,
};

const settings = readSettings(process.argv.slice(2), Object.keys(parts));
const say = (line: string) => process.stderr.write(`${line}\n`);
mkdirSync(settings.folder, { recursive: true, mode: 0o700 });
try {
  const little = await filledSqlite(settings.folder, settings.few, say);
  const many = await filledSqlite(settings.folder, settings.tokens, say);
  const figures: Figure[] = [];
  for (const part of settings.parts) figures.push(...((await parts[part]?.({ ...settings, little, many, say })) ?? []));
  writeFileSync(join(settings.folder, 'figures.json'), `${JSON.stringify(figures, undefined, 2)}\n`);
  process.stdout.write(
    `\n${settings.tokens} tokens beside ${settings.few}, Node ${process.versions.node}\n\n${table(figures)}\n`,
  );
} finally {
  stopAll();
  if (!settings.keep) rmSync(join(settings.folder, 'housekeeping'), { recursive: true, force: true });
}

function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, value, unit, must, aim, from }) => {
    const bound = (limit: number | undefined) => (limit === undefined ? '' : String(limit));
    return `| ${what} | ${short(value)} ${unit} | ${bound(must)} | ${bound(aim)} | ${from ?? ''} |`;
  });
  return `| what | measured | must | aim | from |\n| --- | --: | --: | --: | --- |\n${rows.join('\n')}`;
}
