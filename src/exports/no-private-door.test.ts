/** The standalone server is the library's first embedder: what it is made from, anybody can import. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const source = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(source, file), 'utf8');

/** The words of a braced list, by the name that others know them by. */
const names = (list: string) =>
  list
    .split(',')
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '');

/** What a file declares for others, and what it hands on of the files beside it. */
const declaredIn = (file: string): readonly string[] => [
  ...[...read(file).matchAll(/^export (?:interface|type|class) (\w+)/gm)].map(([, name = '']) => name),
  ...[...read(file).matchAll(/^export (?:type )?\{([^}]+)\} from/gm)].flatMap(([, list = '']) => names(list)),
  ...[...read(file).matchAll(/^export (?:type )?\* from '\.\/([\w-]+\.ts)'/gm)].flatMap(([, beside = '']) =>
    declaredIn(join(dirname(file), beside)),
  ),
];

const exported = new Set(
  globSync('exports/*.ts', { cwd: source })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...[...read(file).matchAll(/export (?:type )?\{([^}]+)\}/g)].flatMap(([, list = '']) => names(list)),
      ...[...read(file).matchAll(/export \* from '\.\.\/(\w+\/ports)\.ts'/g)].flatMap(([, ports = '']) =>
        globSync([`${ports}.ts`, `${ports}/*.ts`], { cwd: source }).flatMap(declaredIn),
      ),
    ])
    .map((name) => name.split(' as ')[0] ?? name),
);

/** How the standalone server is put together, and its own pages; what it shows is its own. */
const files = [
  ...globSync(['site/**/*.ts', 'social/**/*.ts'], { cwd: source }).filter((file) => !file.includes('test-')),
  'server/compose-server.ts',
  'server/health.ts',
].filter((file) => !file.endsWith('.test.ts'));

/** The version line is no part of the library, and a profile page is the site's. */
const ofItsOwn = new Set(['version', 'readProfile']);

for (const file of files) {
  test(`${file} is made from nothing of the library that an embedder cannot import`, () => {
    const imports = [...read(file).matchAll(/^import (?:type )?\{([^}]+)\} from '(?:\.\.\/)+(\w[\w-]*)\//gm)];
    const used = imports
      .filter(([, , room = '']) => ['http', 'library', 'mastodon', 'flows', 'protocol', 'accounts'].includes(room))
      .flatMap(([, list = '']) => names(list));
    assert.deepEqual(
      used.filter((name) => !exported.has(name) && !ofItsOwn.has(name)),
      [],
    );
  });
}
