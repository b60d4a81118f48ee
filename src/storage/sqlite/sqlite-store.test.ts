import { describeStore } from '../store-contract.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const { newPath } = temporaryFolder();

describeStore('SQLite', () => openSqliteStore({ path: newPath() }));
