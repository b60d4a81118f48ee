import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { NewMail } from '../ports.ts';
import { testAccount } from '../test-account.ts';
import { type RequestResetDeps, requestReset, SHORTEST_RESET_ANSWER } from './request-reset.ts';

function start(login: string, countMail = async () => true) {
  const mails: Omit<NewMail, 'createdAt'>[] = [];
  let answered = false;
  let goOn: (() => void) | undefined;
  const paused: number[] = [];
  const account = testAccount();
  const deps = {
    store: { findAccountByLogin: async (sought: string) => (sought === 'alice' ? account : undefined) },
    mails: { add: async (mail: Omit<NewMail, 'createdAt'>) => void mails.push(mail), wake: () => undefined },
    report: () => undefined,
    countMail,
    pause: (milliseconds: number) => {
      paused.push(milliseconds);
      return new Promise<void>((resolve) => {
        goOn = resolve;
      });
    },
  } as unknown as RequestResetDeps;
  const done = requestReset(deps, { login, authorization: undefined, address: '192.0.2.1' }).then(() => {
    answered = true;
  });
  return { mails, paused, done, isAnswered: () => answered, goOn: () => goOn?.() };
}

describe('requestReset()', () => {
  for (const login of ['alice', 'nobody']) {
    test(`answers for ${login} no sooner than after the same time, however soon the work is done`, async () => {
      const asked = start(login);
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.deepEqual(asked.paused, [SHORTEST_RESET_ANSWER]);
      assert.equal(asked.isAnswered(), false);
      asked.goOn();
      await asked.done;
      assert.equal(asked.mails.length, login === 'alice' ? 1 : 0);
    });
  }

  test('queues nothing for an account that got enough mails lately', async () => {
    const asked = start('alice', async () => false);
    asked.goOn();
    await asked.done;
    assert.deepEqual(asked.mails, []);
  });
});
