import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** For tests: paths in a folder that is removed when the tests of the file are over. */
export function temporaryFolder(): { readonly newPath: () => string } {
  const folder = mkdtempSync(join(tmpdir(), 'mastodoor-'));
  let serial = 0;
  after(() => rmSync(folder, { recursive: true, force: true }));
  return { newPath: () => join(folder, `${serial++}.sqlite`) };
}
