import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, root, run } from './tools.ts';

/** Makes an empty folder a project that depends on the package and, as hosts do, on Hono. */
export function install(tarball: string, folder: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', tarball, 'hono'], folder);
  for (const file of ['consumer.ts', 'refused-by-types.ts', 'consumer.mjs', 'what-loads.mjs'])
    copyFileSync(join(root, 'tools/package', file), join(folder, file));
}

/** Compiles a TypeScript project as strict as they come, with the declarations of the package checked too. */
export function compile(folder: string): void {
  const compilerOptions = {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: false,
    noEmit: true,
    // The types of Node, as such a project has them.
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
  };
  const files = ['consumer.ts', 'refused-by-types.ts'];
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  run(bin('tsc'), ['-p', '.'], folder);
}

/** Runs a JavaScript project over SQLite. */
export function runJavaScript(folder: string): void {
  run(process.execPath, ['consumer.mjs', join(folder, 'consumer.db')], folder);
}
