import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostConnections } from './connection-limits.ts';

for (const [files, connections] of [
  [1_048_576, 1_048_320],
  [65_536, 65_280],
  [1024, 768],
  [256, 128],
] as const) {
  test(`a process that may open ${files} files takes ${connections} connections, and keeps the rest for itself`, () => {
    assert.equal(mostConnections(files), connections);
  });
}
