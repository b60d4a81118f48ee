import { join } from 'node:path';
import { subpaths } from './tarball.ts';
import { demand, run } from './tools.ts';

/** The packages that importing each subpath may load; of the drivers, only those of whoever asks for them by name. */
const packagesOf: Readonly<Record<string, readonly string[]>> = {
  '.': ['@hono/node-server', 'hono', 'ipaddr.js', 'linkifyjs', 'zod'],
  './directory': ['@node-rs/argon2', '@node-rs/argon2-PLATFORM'],
  './pages': ['hono'],
  './resource-server': [],
  './routes': ['hono', 'ipaddr.js', 'linkifyjs'],
  './postgres': [
    'kysely',
    'pg',
    'pg-connection-string',
    'pg-int8',
    'pg-pool',
    'pg-protocol',
    'pg-types',
    'postgres-array',
    'postgres-bytea',
    'postgres-date',
    'postgres-interval',
    'xtend',
  ],
  './sqlite': ['kysely', 'node:sqlite'],
  './testing': [],
};

/** Proves that importing a subpath loads its own packages and no other's, each of them once. */
export function checkLoads(folder: string): void {
  for (const subpath of subpaths()) {
    const files = JSON.parse(
      run(process.execPath, ['what-loads.mjs', `mastodoor${subpath.slice(1)}`], folder),
    ) as readonly string[];
    demand(files.length > 0, `Nothing was seen to load ${subpath}`);
    const copies = [...new Set(files.flatMap(copyOf))].sort();
    const names = copies.map(nameOf).filter((name) => name !== 'mastodoor');
    demand(
      String(names) === String(packagesOf[subpath]),
      `Importing ${subpath} loads ${names.join(', ')}: packages of their own (or twice) need a place in tools/package/loads.ts`,
    );
  }
}

/** The folder of the package that a file belongs to; of Node's modules only the driver matters. */
function copyOf(file: string): readonly string[] {
  if (file === 'node:sqlite') return [file];
  const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
  return folder === undefined ? [] : [folder];
}

function nameOf(copy: string): string {
  const name = copy.replace(/^.*\/node_modules\//, '');
  return name.startsWith('@node-rs/argon2-') ? '@node-rs/argon2-PLATFORM' : name;
}

/** A start of the server reads and links each file by itself, which is most of its time. */
const MOST_FILES = 120;

/** Proves that a start of the server reads few files: see tools/bundle-command.ts. */
export function checkStart(folder: string): void {
  const serve = join(folder, 'node_modules/mastodoor/dist/cli/serve.js');
  const files = JSON.parse(run(process.execPath, ['what-loads.mjs', serve], folder)) as readonly string[];
  const read = files.filter((file) => !file.startsWith('node:'));
  demand(read.length > 0 && read.length <= MOST_FILES, `A start of the server reads ${read.length} files`);
}
