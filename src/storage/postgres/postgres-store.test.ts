import { describe } from 'node:test';
import { describeStore } from '../store-contract.ts';
import { testDatabases, withPostgres } from './testing/test-databases.ts';

describe('PostgreSQL', withPostgres, () => {
  const { openStore } = testDatabases();
  describeStore('PostgreSQL', () => openStore({ poolSize: 5 }));
});
