import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { validate } from 'dockerfile-utils';
import { isInContext } from '../../tools/container/build-context.ts';
import { dockerfile, execForm, readStages } from '../../tools/container/read-dockerfile.ts';
import { root } from '../../tools/package/tools.ts';

const stages = readStages();
const image = stages.at(-1);
assert.ok(image);

describe('the Dockerfile', () => {
  test('has nothing that a linter complains of', () => {
    assert.deepEqual(validate(dockerfile), []);
  });

  test('begins each stage from the very Node that the clone is tested with', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      devDependencies: Readonly<Record<string, string>>;
    };
    for (const { base } of stages) assert.equal(base, `node:${devDependencies.node}-bookworm-slim`);
  });

  test('ends as a user who is not root, and gives that user nothing but the data folder', () => {
    const keywords = image.instructions.map(({ keyword }) => keyword);
    const user = image.instructions.find(({ keyword }) => keyword === 'USER');
    assert.equal(user?.text, 'node');
    const after = keywords.slice(keywords.indexOf('USER') + 1);
    assert.deepEqual(
      after.filter((keyword) => ['USER', 'RUN', 'COPY', 'ADD'].includes(keyword)),
      [],
    );
    assert.ok(!dockerfile.includes('--chown'), 'the program cannot change itself');
  });

  test('asks for health and starts the server without a shell, so that signals arrive', () => {
    for (const keyword of ['CMD', 'HEALTHCHECK']) {
      const texts: readonly string[] = image.instructions
        .filter((line) => line.keyword === keyword)
        .map(({ text }) => text);
      assert.equal(texts.length, 1, keyword);
      assert.equal(execForm(texts[0]?.replace(/^CMD\s+/, '') ?? '')?.[0], 'node', keyword);
    }
  });

  test('holds no secret, and takes none while it is built', () => {
    const named = stages.flatMap(({ instructions }) =>
      instructions.filter(({ keyword, text }) => keyword === 'ARG' || /secret|password|key|token/i.test(text)),
    );
    assert.deepEqual(named, []);
  });

  test('copies only what is there, and what gets into the build at all', () => {
    for (const { instructions } of stages) {
      for (const { keyword, flags, text } of instructions) {
        if (keyword !== 'COPY') continue;
        const sources = text.split(/\s+/).slice(0, -1);
        if (flags.from !== undefined)
          assert.ok(
            stages.some(({ name }) => name === flags.from),
            text,
          );
        else for (const source of sources) assert.ok(existsSync(join(root, source)) && isInContext(source), source);
      }
    }
  });
});

test('nothing gets into the build of an image but the code and what says how to build it', () => {
  const top = globSync('*', { cwd: root }).concat(globSync('.*', { cwd: root }));
  const inside = ['LICENSE', 'package-lock.json', 'package.json', 'src', 'tsconfig.build.json', 'tsconfig.json'];
  assert.deepEqual(top.filter(isInContext).sort(), inside);
  for (const path of ['data/mastodoor.db', 'data/secret.key', '.env', 'mastodoor.env', '.git/config', 'dist/x.js']) {
    assert.equal(isInContext(path), false, path);
  }
  const tools = globSync('tools/**', { cwd: root }).filter(isInContext);
  assert.deepEqual(tools, ['tools/bundle-command.ts']);
  assert.equal(isInContext('src/cli/main.ts'), true);
  assert.equal(isInContext('src/cli/main.test.ts'), false);
});
