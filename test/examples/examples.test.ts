import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeJourneys } from '../journey-suite/describe-journeys.ts';
import { examplesFolder, startExample } from './running-example.ts';

/** Every example there is, so that none can be forgotten here. */
for (const name of globSync('*/server.ts', { cwd: examplesFolder }).map(dirname).toSorted()) {
  for (const prefix of ['', '/social']) {
    const where = prefix === '' ? 'at the root' : `below ${prefix}`;
    describeJourneys(`examples/${name} ${where}`, () => startExample(name, prefix));
  }
}
