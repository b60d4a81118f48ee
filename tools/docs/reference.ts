import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { Application, type DeclarationReflection, type ProjectReflection, ReflectionKind } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { type Page, page } from './page.ts';

const root = join(import.meta.dirname, '..', '..');

/** What an embedder may import: one file an entry point, `index.ts` for the package itself. */
const entryPoints = 'src/exports/*.ts';

/** Whatever an embedder can import or call needs a doc comment; a member may speak by its name, an option may not. */
const documented: ReflectionKind.KindString[] = [
  'Enum',
  'EnumMember',
  'Variable',
  'Function',
  'Class',
  'Interface',
  'Method',
  'TypeAlias',
];

/**
 * The reference of every export and option, from the doc comments.
 * @throws Error when something that can be imported has no doc comment, links to nothing, or names a type that cannot
 */
export async function referencePages(): Promise<readonly Page[]> {
  const files = globSync(entryPoints, { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  if (files.length === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), 'mastodoor-reference-'));
  try {
    await writeReference(files.sort(), folder);
    return globSync('**/*.md', { cwd: folder })
      .sort()
      .map((file) => toPage(file.replaceAll(sep, '/'), readFileSync(join(folder, file), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const markdown: Partial<PluginOptions> = {
  outputFileStrategy: 'modules',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  expandObjects: true,
  expandParameters: true,
  useCodeBlocks: true,
  tableColumnSettings: { hideModifiers: true },
  interfacePropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  parametersFormat: 'table',
  enumMembersFormat: 'table',
};

async function writeReference(files: readonly string[], folder: string): Promise<void> {
  const app = await Application.bootstrapWithPlugins({
    name: 'Reference',
    entryPoints: files.map((file) => join(root, file)),
    alwaysCreateEntryPointModule: true,
    tsconfig: join(root, 'tsconfig.build.json'),
    // The step "types" of the check does that.
    skipErrorChecking: true,
    plugin: ['typedoc-plugin-markdown'],
    outputs: [{ name: 'markdown', path: folder }],
    readme: 'none',
    // Nothing that changes although no comment did: no line numbers, revisions, versions or dates.
    disableSources: true,
    disableGit: true,
    hideGenerator: true,
    excludePrivate: true,
    sort: ['kind', 'instance-first', 'source-order'],
    excludeExternals: true,
    requiredToBeDocumented: documented,
    // Short names for unions, and brands that only the compiler sees.
    intentionallyNotExported: [
      'Answer',
      'Found',
      'Refusal',
      'HeaderReader',
      'HeaderValues',
      'AccessToken',
      'BrowserSecret',
      'ClientSecret',
      'PeopleStore',
      'PendingId',
    ],
    validation: { notDocumented: true, notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: false },
    logLevel: 'Warn',
    ...markdown,
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('The entry points do not compile');
  for (const module of project.children ?? []) {
    module.name = module.name === 'index' ? 'mastodoor' : `mastodoor/${module.name}`;
  }
  // The brands of secrets and digests are for the compiler alone.
  for (const brand of project.getReflectionsByKind(ReflectionKind.Property)) {
    if (brand.name.startsWith('[')) project.removeReflection(brand);
  }
  // A thousand sentences are no reference; their source is.
  for (const words of project.getReflectionsByKind(ReflectionKind.Interface)) {
    if (words.name === 'Messages')
      for (const word of [...((words as DeclarationReflection).children ?? [])]) project.removeReflection(word);
  }
  app.validate(project);
  for (const option of undocumentedOptions(project)) app.logger.warn(`The option ${option} has no doc comment`);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) {
    throw new Error('The reference cannot be written; what is missing stands above');
  }
  await app.generateOutputs(project);
}

function toPage(file: string, text: string): Page {
  // Members without a default are given the one that they have in JavaScript, which says nothing.
  const plain = text
    .replaceAll('| `undefined` |', '| |')
    .replaceAll(/[ \t]+$/gm, '')
    .trimEnd();
  return page(`docs/reference/${file}`, 'the doc comments', [plain]);
}

/** Every option is explained: its name alone does not say what happens without it. */
function undocumentedOptions(project: ProjectReflection): readonly string[] {
  return project
    .getReflectionsByKind(ReflectionKind.Property)
    .filter(({ parent, comment }) => comment === undefined && parent !== undefined && /Options$/.test(parent.name))
    .map((option) => option.getFullName());
}
