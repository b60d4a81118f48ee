import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openSqliteStore } from '../src/storage/sqlite/open-sqlite-store.ts';
import type { FullStore } from '../src/storage/store.ts';
import type { BenchOptions } from './options.ts';
import { addPerson } from './people.ts';
import { type Started, startProgram, startServer } from './processes.ts';
import { otherTarget, ownTarget, type Target } from './target.ts';

/** What stands ready to be measured. */
export interface Stand {
  readonly floor: Started;
  readonly server: Started;
  readonly ours: Target;
  readonly against: Target | undefined;
  /** The storage of our server, opened beside it. */
  readonly store: FullStore;
  /** A private folder for the database, the log and lists of requests. */
  readonly folder: string;
  readonly seconds: number;
}

/** Compiles the server, as it is published, and starts it on an empty database beside the floor. */
export async function setUpStand(options: BenchOptions, folder: string): Promise<Stand> {
  const root = join(import.meta.dirname, '..');
  // The two steps of `npm run build`.
  for (const step of [['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], ['tools/bundle-command.ts']]) {
    execFileSync(process.execPath, step, { cwd: root, stdio: 'inherit' });
  }
  const databasePath = join(folder, 'bench.db');
  const floor = await startProgram('floor.mjs');
  const server = await startServer(folder, databasePath);
  const store = await openSqliteStore({ path: databasePath });
  const ours = await ownTarget(server, store, await addPerson(store, 'bench'));
  const against = options.against === undefined ? undefined : await otherTarget(options.against, options.token);
  return { floor, server, ours, against, store, folder, seconds: options.seconds };
}
