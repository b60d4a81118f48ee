import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { mastodonMethods } from '../mastodon/scopes.ts';
import { gatewayTable } from './mastodon-methods.ts';
import type { Finding } from './method-table.ts';
import { readRequestTarget } from './request-target.ts';

const table = gatewayTable('off');
const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Words of the API, and what attackers put in their place. */
const word = fc.constantFrom(
  ...new Set(mastodonMethods.flatMap(({ path }) => path.split('/').filter((part) => !/^(?::|$)/.test(part)))),
);
const trick = fc.constantFrom(
  ...[
    '',
    '.',
    '..',
    '...',
    '%2e',
    '%2E%2e',
    '%2f',
    '%5C',
    '\\',
    ';',
    ';x',
    '%3b',
    '%25',
    '%252e',
    '%00',
    '%0a',
    '#',
    '?',
  ],
  ...[
    '%23',
    '%3F',
    '%',
    '%g0',
    '%c0%af',
    '%ff',
    '%61',
    '%41',
    '%5F',
    '%C3%A4',
    'ä',
    '.json',
    '%E2%84%AA',
    '@',
    ':',
    '+',
    ' ',
  ],
);
const spelling = fc.oneof(
  { weight: 6, arbitrary: word },
  { weight: 2, arbitrary: word.map((text) => text.toUpperCase()) },
  { weight: 1, arbitrary: fc.nat().map(String) },
  { weight: 2, arbitrary: fc.string({ maxLength: 6 }).map((text) => encodeURIComponent(text.toWellFormed())) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
  { weight: 2, arbitrary: trick },
  { weight: 2, arbitrary: fc.tuple(word, trick).map(([text, mark]) => text + mark) },
  { weight: 1, arbitrary: fc.tuple(trick, word).map(([mark, text]) => mark + text) },
);

/** A real method's path with one or two parts spelt otherwise, or any path at all. */
const target = fc.oneof(
  fc
    .tuple(fc.constantFrom(...mastodonMethods), fc.array(spelling, { minLength: 8, maxLength: 8 }), fc.nat(), fc.nat())
    .map(([{ path }, spellings, first, second]) =>
      path
        .split('/')
        .map((part, index) =>
          index > 0 && (part.startsWith(':') || index === first % 9 || index === second % 9)
            ? (spellings[index % 8] ?? part)
            : part,
        )
        .join('/'),
    ),
  fc.array(spelling, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`),
);

const nameOf = (finding: Finding) =>
  finding.kind === 'found' ? `${finding.method.method} ${finding.method.path}` : finding.kind;

const methodsOf = (path: string) => verbs.map((verb) => nameOf(table.find(verb, path.slice(1).split('/'))));

/** What stands between the gateway and a backend's handler may do to a path, each alone or one after the other. */
const rewritings: Readonly<Record<string, (path: string) => string>> = {
  'a URL parser': (path) => new URL(path, 'http://backend.example').pathname,
  'decoding of each segment': (path) => path.split('/').map(decodeURIComponent).join('/'),
  'decoding of the whole path': (path) => decodeURIComponent(path),
  'decoding twice': (path) => decodeURIComponent(decodeURIComponent(path)),
  'a normalized file path': (path) => posix.normalize(path),
  'merged slashes': (path) => path.replace(/[/\\]+/g, '/'),
  'a trailing slash cut off': (path) => path.replace(/\/$/, ''),
  'path parameters cut off': (path) => path.replace(/;[^/]*/g, ''),
  'percent-encoding in capitals': (path) => path.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase()),
  'decoding, then a URL parser': (path) => new URL(decodeURIComponent(path), 'http://backend.example').pathname,
};

test('Whatever rewrites an accepted path on its way, it stays the same method (rule of the gateway)', () => {
  let accepted = 0;
  let found = 0;
  fc.assert(
    fc.property(target, (path) => {
      const read = readRequestTarget(path);
      if (read.kind === 'refused') return;
      accepted += 1;
      const before = verbs.map((verb) => nameOf(table.find(verb, read.segments)));
      if (before.some((name) => name.includes('/'))) found += 1;
      for (const [what, rewrite] of Object.entries(rewritings)) {
        assert.deepEqual(methodsOf(rewrite(read.path)), before, `${what} makes ${path} another method`);
      }
    }),
    { numRuns: 5000 },
  );
  assert.ok(accepted > 1000 && found > 300, `the law was tried on ${accepted} paths of which ${found} are methods`);
});

test('A path that a backend without an eye for letter case or formats reads as another method is found to be unclear', () => {
  const loosely = (path: string) =>
    path
      .toLowerCase()
      .split('/')
      .map((segment) => segment.replace(/(?<=.)\..*$/s, ''))
      .join('/');
  fc.assert(
    fc.property(target, (path) => {
      const read = readRequestTarget(path);
      if (read.kind === 'refused') return;
      for (const verb of verbs) {
        const strict = nameOf(table.find(verb, read.segments));
        if (!strict.includes('/')) continue;
        assert.equal(nameOf(table.find(verb, loosely(read.path).slice(1).split('/'))), strict);
      }
    }),
    { numRuns: 5000 },
  );
});
