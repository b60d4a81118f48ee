import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, demand, root, run } from './tools.ts';

/** What `npm pack` says that it packed. */
export interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs the build into a folder, and proves that nothing is in it by accident and that its types can be resolved. */
export function packInto(folder: string): Packed {
  run(bin('publint'), ['--strict'], root);
  const packed = (JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], root)) as Packed[])[0];
  if (packed === undefined) throw new Error('npm pack said nothing about what it packed');
  checkFiles(packed.files.map(({ path }) => path));
  checkSubpaths();
  run(bin('attw'), ['--profile', 'esm-only', '--no-emoji', join(folder, packed.filename)], root);
  return packed;
}

function checkFiles(paths: readonly string[]): void {
  const stray = paths.filter((path) => /\.test\.|\/test-|\/testing\/|fixtures|mastodon\/dialect/.test(path));
  demand(stray.length === 0, `The package holds what is only for tests: ${stray.join(', ')}`);
  const top = [...new Set(paths.map((path) => path.split('/')[0]))].sort();
  const expected = ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json'];
  demand(String(top) === String(expected), `The package holds ${top.join(', ')} and not ${expected.join(', ')}`);
  const unmapped = paths.filter((path) => path.endsWith('.js') && !paths.includes(`${path}.map`));
  demand(unmapped.length === 0, `Without a source map: ${unmapped.join(', ')}`);
  // What tools/bundle-command.ts joins is nobody's to import.
  const importable = paths.filter((path) => path.endsWith('.js') && !path.startsWith('dist/cli/joined-'));
  const undeclared = importable.filter((path) => !paths.includes(path.replace(/\.js$/, '.d.ts')));
  demand(undeclared.length === 0, `Without declarations: ${undeclared.join(', ')}`);
}

/** Each entry point is a subpath, and each subpath is there. */
function checkSubpaths(): void {
  const files = globSync('*.ts', { cwd: join(root, 'src/exports') })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => (file === 'index.ts' ? '.' : `./${file.slice(0, -3)}`))
    .sort();
  demand(String(subpaths()) === String(files), `Subpaths ${subpaths()} are not the entry points ${files}`);
}

/** The subpaths that package.json declares for JavaScript. */
export function subpaths(): readonly string[] {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, unknown>>;
  };
  return Object.keys(exports)
    .filter((path) => path !== './package.json')
    .sort();
}
