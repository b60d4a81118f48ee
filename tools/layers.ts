/**
 * Proves the table of ARCHITECTURE.md: which room may see which, and which packages it may touch. Prints the arrows it
 * finds and fails on the first that points up. Run by `npm run check`.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';

interface Room {
  /** Rooms, or single files of rooms, that may be imported. */
  readonly sees: readonly string[];
  /** Packages and Node modules that may be imported. */
  readonly touches: readonly RegExp[];
}

const anything = /./;

const rooms: Readonly<Record<string, Room>> = {
  protocol: { sees: [], touches: [/^node:crypto$/] },
  flows: { sees: ['protocol'], touches: [] },
  'resource-server': { sees: ['protocol'], touches: [] },
  accounts: {
    sees: ['flows/ports.ts', 'mastodon/people.ts', 'mastodon/sign-ups.ts', 'mastodon/moderation.ts', 'protocol'],
    touches: [
      /^@node-rs\/argon2$/,
      /^bcrypt$/,
      /^@zxcvbn-ts\//,
      /^otpauth$/,
      /^sharp$/,
      /^@simplewebauthn\/server(\/helpers)?$/,
      /^node:crypto$/,
    ],
  },
  pages: { sees: ['protocol'], touches: [/^hono\/html$/, /^hono\/utils\/html$/, /^node:crypto$/] },
  http: { sees: ['flows', 'pages', 'protocol'], touches: [/^hono/, /^node:crypto$/, /^ipaddr\.js$/] },
  mastodon: {
    sees: ['http', 'flows', 'protocol'],
    touches: [/^hono/, /^jdenticon/, /^pngjs$/, /^linkify/, /^node:zlib$/],
  },
  gateway: { sees: ['http', 'mastodon/scopes.ts', 'flows', 'protocol'], touches: [] },
  library: {
    sees: ['gateway', 'mastodon', 'http', 'pages', 'flows', 'protocol'],
    touches: [/^hono/, /^@hono\/node-server$/, /^zod$/, /^ipaddr\.js$/, /^node:/],
  },
  site: {
    sees: ['library', 'http', 'pages', 'mastodon', 'accounts', 'flows', 'protocol'],
    touches: [/^node:crypto$/, /^uqr$/, /^bowser$/],
  },
  social: {
    sees: ['library', 'mastodon', 'http', 'pages', 'accounts', 'flows/ports.ts', 'protocol'],
    touches: [/^ipaddr\.js$/, /^linkify/, /^ws$/, /^web-push$/, /^node:/],
  },
  storage: {
    sees: ['flows/ports.ts', 'accounts/ports.ts', 'social/ports.ts', 'protocol'],
    touches: [/^kysely/, /^pg$/, /^node:/, /^fast-check$/],
  },
  server: {
    sees: [
      'site',
      'social',
      'library',
      'gateway',
      'storage',
      'mastodon',
      'http',
      'pages',
      'accounts',
      'flows',
      'protocol',
    ],
    touches: [anything],
  },
  exports: {
    sees: [
      'library',
      'storage',
      'mastodon',
      'http',
      'pages',
      'accounts',
      'flows',
      'protocol',
      'resource-server',
      'gateway',
      'social/ports.ts',
    ],
    touches: [],
  },
  cli: {
    sees: [
      'server',
      'site',
      'social',
      'library',
      'gateway',
      'storage',
      'mastodon',
      'http',
      'pages',
      'accounts',
      'flows',
      'protocol',
    ],
    touches: [anything],
  },
};

const source = join(import.meta.dirname, '..', 'src');
const arrows = new Map<string, number>();
const faults: string[] = [];

for (const file of globSync('**/*.ts', { cwd: source })) {
  const [room = ''] = file.split(sep);
  const rule = rooms[room];
  if (rule === undefined) {
    faults.push(`${file}: no such room in the table`);
    continue;
  }
  // Tests may reach down to the real parts they need; the rule is about what is shipped.
  const isTest = /\.test\.ts$|test-|-contract\.ts$|[/\\]contract[/\\]/.test(file);
  const text = readFileSync(join(source, file), 'utf8');
  for (const [, fromSpecifier, dynamicSpecifier] of text.matchAll(
    /^\s*(?:import|export)\b[^'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm,
  )) {
    const specifier = fromSpecifier ?? dynamicSpecifier ?? '';
    if (isTest) continue;
    if (!specifier.startsWith('.')) {
      if (specifier !== '' && !rule.touches.some((allowed) => allowed.test(specifier)))
        faults.push(`${file}: may not touch ${specifier}`);
      continue;
    }
    const target = normalize(join(dirname(file), specifier)).replaceAll(sep, '/');
    const [targetRoom = ''] = target.split('/');
    if (targetRoom === room || targetRoom === '..') continue;
    arrows.set(`${room} → ${targetRoom}`, (arrows.get(`${room} → ${targetRoom}`) ?? 0) + 1);
    if (!rule.sees.some((allowed) => target === allowed || target.startsWith(`${allowed}/`)))
      faults.push(`${file}: may not see ${target}`);
  }
}

const lines = [...arrows].sort().map(([arrow, count]) => `${arrow.padEnd(24)} ${count}`);
process.stdout.write(`${lines.join('\n')}\n`);
if (faults.length > 0) {
  process.stderr.write(`\n${faults.join('\n')}\n`);
  process.exitCode = 1;
}
