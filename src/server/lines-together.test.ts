import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LinesTogether } from './lines-together.ts';

function recorded() {
  const writes: string[] = [];
  let flushed = 0;
  const stream = {
    write: (text: string) => void writes.push(text),
    flush: (done: () => void) => {
      flushed += 1;
      done();
    },
  };
  return { writes, lines: new LinesTogether(stream), flushes: () => flushed };
}

describe('LinesTogether', () => {
  test('hands over the lines of one turn of the event loop together, in their order', async () => {
    const { writes, lines } = recorded();
    for (const line of ['a\n', 'b\n', 'c\n']) lines.write(line);
    await nextTurn();
    await nextTurn();
    lines.write('d\n');
    await nextTurn();
    await nextTurn();
    assert.deepEqual(writes, ['a\nb\nc\n', 'd\n']);
  });

  test('flushes with all lines that it was given', async () => {
    const { writes, lines, flushes } = recorded();
    lines.write('a\n');
    await new Promise<void>((resolve) => lines.flush(() => resolve()));
    assert.deepEqual([writes, flushes()], [['a\n'], 1]);
  });

  for (const [how, end] of [
    ['exits', 'process.exit(3)'],
    ['fails', "throw new Error('of the test')"],
  ] as const) {
    test(`loses no line of a process that ${how} in the same turn`, () => {
      const source = `
        import { createLog } from ${JSON.stringify(import.meta.resolve('./log.ts'))};
        const log = createLog('info');
        log.main.info('first');
        for (let n = 0; n < 100; n += 1) log.facts.info({ n }, 'line');
        ${end};
      `;
      const { stdout } = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', source], {
        encoding: 'utf8',
      });
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { msg: string; n?: number });
      assert.equal(lines[0]?.msg, 'first');
      assert.deepEqual(
        lines.slice(1).map(({ n }) => n),
        Array.from({ length: 100 }, (_, n) => n),
      );
    });
  }
});
