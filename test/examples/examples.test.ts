import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { describeJourneys } from '../journey-suite/describe-journeys.ts';
import { nginx, python } from '../support/programs.ts';
import { examplesFolder, startExample } from './running-example.ts';

/** Every example there is, and what a machine may lack for it. */
const examples: Readonly<Record<string, { readonly skip: string | false }>> = {
  express: { skip: false },
  fastify: { skip: false },
  hono: { skip: false },
  nginx: { skip: nginx.needed.skip || python.needed.skip },
  'node-http': { skip: false },
  'own-sign-in': { skip: false },
};

test('every example is walked through', () => {
  const found = globSync('*/server.ts', { cwd: examplesFolder }).map(dirname).toSorted();
  assert.deepEqual(found, Object.keys(examples));
});

for (const [name, options] of Object.entries(examples)) {
  for (const prefix of ['', '/social']) {
    const where = prefix === '' ? 'at the root' : `below ${prefix}`;
    describeJourneys(`examples/${name} ${where}`, () => startExample(name, prefix), options);
  }
}
