import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { describeFlowStore } from 'mastodoor/testing';
import { openJournalStore } from './journal-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let serial = 0;
const newPath = () => join(folder, `${serial++}.journal`);

describeFlowStore('The journal store', () => openJournalStore({ path: newPath() }));
