/**
 * Joins the files of the command into a few, in the place where the compiler left them. A start reads and links each file
 * by itself: nine hundred of them took four times as long as a dozen. Packages of many small files go into them; what
 * faces the network, what is native and what is seldom needed stays a package of its own, so that it can be brought up to
 * date without a new version of this one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'dist/cli');

/** Of these a start would read hundreds of files. */
const joined = ['kysely', 'zod'];

const { metafile } = await build({
  entryPoints: [join(folder, 'serve.js')],
  outdir: folder,
  chunkNames: 'joined-[hash]',
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
  absWorkingDir: root,
  plugins: [{ name: 'packages', setup: (bundling) => bundling.onResolve({ filter: /^[^./]/ }, leaveOutside) }],
});

const inside = joined.filter((name) =>
  Object.keys(metafile.inputs).some((path) => path.includes(`node_modules/${name}/`)),
);
if (inside.length < joined.length) throw new Error(`Only ${inside.join(', ')} of ${joined.join(', ')} were joined`);
writeFileSync(join(folder, 'joined-licenses.txt'), inside.map(licenseOf).join('\n'));

/** The names of packages are imported as they are, except those of {@link joined}. */
function leaveOutside({ path, kind }: { readonly path: string; readonly kind: string }) {
  if (kind === 'entry-point' || joined.some((name) => path === name || path.startsWith(`${name}/`))) return undefined;
  return { path, external: true };
}

/** Their licenses ask to stand beside every copy. */
function licenseOf(name: string): string {
  const text = readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8');
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  return `${name} ${version}\n\n${text}`;
}
