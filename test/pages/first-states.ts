import type { Fixture } from '../../src/pages/fixtures/states.ts';
import { fixtures } from '../../src/pages/fixtures.ts';

/** One state of each page: enough where another language or screen is tried beside one in which every state was. */
export const firstStates: readonly Fixture[] = fixtures.filter(
  ({ page }, index) => fixtures.findIndex((other) => other.page === page) === index,
);
