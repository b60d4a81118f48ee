import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Snippet } from './collect-snippets.ts';

/** Never written to disk: the compiler believes that the snippets stand here, where they find the packages of the clone. */
const folder = '.snippets';

/**
 * Compiles all snippets in one program, each as a module of its own, as strictly as the code itself.
 * @returns what is wrong, by the lines of the pages
 */
export function compileSnippets(root: string, snippets: readonly Snippet[]): readonly string[] {
  if (snippets.length === 0) return [];
  const files = new Map(
    snippets.map((snippet, index) => [
      join(root, folder, `${index}.${snippet.language}`).replaceAll('\\', '/'),
      snippet,
    ]),
  );
  const options = readOptions(root);
  const host = ts.createCompilerHost(options);
  // `export {}`: a snippet without imports is a module, too, with names of its own.
  const textOf = (name: string) => {
    const snippet = files.get(name);
    return snippet && `${snippet.lines.map(({ text }) => text).join('\n')}\nexport {};\n`;
  };
  const { readFile, fileExists, getSourceFile, directoryExists } = host;
  host.readFile = (name) => textOf(name) ?? readFile(name);
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.directoryExists = (name) => name === join(root, folder) || (directoryExists?.(name) ?? true);
  host.getSourceFile = (name, languageVersion, ...rest) => {
    const text = textOf(name);
    return text === undefined
      ? getSourceFile(name, languageVersion, ...rest)
      : ts.createSourceFile(name, text, languageVersion);
  };
  const program = ts.createProgram({ rootNames: [...files.keys()], options, host });
  const faults = new Set<string>();
  for (const [name, snippet] of files) {
    const source = program.getSourceFile(name);
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    for (const { start, messageText } of diagnostics) {
      const row = source === undefined ? 0 : source.getLineAndCharacterOfPosition(start ?? 0).line;
      const line = (snippet.lines[row] ?? snippet.lines.at(-1))?.line ?? 0;
      faults.add(`${snippet.path}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n  ')}`);
    }
  }
  return [...faults];
}

function readOptions(root: string): ts.CompilerOptions {
  const path = join(root, 'tsconfig.json');
  const { config } = ts.readConfigFile(path, (name) => readFileSync(name, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  return {
    ...options,
    allowJs: true,
    checkJs: true,
    // A snippet shows a part of a program: it may declare what only the reader uses.
    noUnusedLocals: false,
    noUnusedParameters: false,
    paths: ownEntryPoints(root),
  };
}

/** The names under which this package is imported, and their sources: what `exports` does not list does not resolve. */
function ownEntryPoints(root: string): Record<string, string[]> {
  const { name, exports = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  };
  return Object.fromEntries(
    Object.entries(exports).flatMap(([subpath, target]) => {
      const file = typeof target === 'string' ? target : (target.default ?? target.import);
      if (file === undefined || !/^\.\/dist\/.*\.js$/.test(file)) return [];
      const source = join(root, file.replace(/^\.\/dist\//, 'src/').replace(/\.js$/, '.ts'));
      return [[subpath.replace(/^\./, name), [source]]];
    }),
  );
}
