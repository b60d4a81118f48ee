import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SignUps } from '../mastodon/sign-ups.ts';
import type { HostAccount } from './host-accounts.ts';
import { startTestHost, testPeople } from './test-host.ts';

const choice = { username: 'carol', email: 'carol@mail.example', password: 'a secret of carol', agreement: 'true' };

/** A host with a way to sign up of its own, and what an app gets from it. */
async function hostWith(signUps: Partial<SignUps<HostAccount>>) {
  const people: Record<string, HostAccount> = { ...testPeople };
  const whole: SignUps<HostAccount> = {
    signUp: ({ username }) => {
      const account: HostAccount = { id: `new ${username}`, username, state: 'unconfirmed' };
      people[account.id] = account;
      return { kind: 'signed up', person: account };
    },
    resendConfirmation: () => ({ kind: 'sent' }),
    ...signUps,
  };
  const host = await startTestHost({ host: { find: (id) => people[id], signUps: whole } });
  const { client_id, client_secret } = await host.registerApp();
  const grant = { grant_type: 'client_credentials', client_id, client_secret, scope: 'write' };
  const { access_token } = (await (await host.post('/oauth/token', grant)).json()) as { access_token: string };
  const post = async (path: string, fields: Readonly<Record<string, string>>, token = access_token) => {
    const headers = { Authorization: `Bearer ${token}` };
    const response = await host.request(path, { method: 'POST', headers, body: new URLSearchParams(fields) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { host, post };
}

describe('A host may let people sign up through apps', () => {
  test('and gets what they chose, from where, and through which app', async () => {
    const asked: unknown[] = [];
    const { post, host } = await hostWith({
      signUp: (...given) => {
        asked.push(...given);
        return { kind: 'signed up', person: { id: 'ulid-01HZALICE', username: 'alice' } };
      },
    });
    const fields = { ...choice, date_of_birth: '1990-01-01', reason: 'Because', locale: 'de', invite_code: 'x' };
    const { status, body } = await post('/api/v1/accounts', fields);
    assert.equal(status, 200);
    assert.equal(body.scope, 'write');
    const { username, email, password } = choice;
    const [app] = await host.auth.admin.listApps();
    assert.deepEqual(asked, [
      {
        username,
        email,
        password,
        agreement: true,
        dateOfBirth: '1990-01-01',
        reason: 'Because',
        locale: 'de',
        invite: 'x',
      },
      { appId: app?.id, address: '192.0.2.7' },
    ]);
  });

  test('whose token then waits with the account', async () => {
    const { post, host } = await hostWith({});
    const { body } = await post('/api/v1/accounts', choice);
    const token = String(body.access_token);
    assert.deepEqual(await post('/api/v1/emails/confirmations', {}, token), { status: 200, body: {} });
    const me = await host.request('/api/v1/accounts/verify_credentials', {
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(me.status, 403);
  });

  test('and says what is wrong in its own judgement', async () => {
    const { post } = await hostWith({
      signUp: () => ({ kind: 'refused', problems: [{ field: 'email', code: 'blocked' }] }),
      resendConfirmation: () => ({ kind: 'refused', problems: [{ field: 'email', code: 'taken' }] }),
    });
    const { status, body } = await post('/api/v1/accounts', choice);
    const description = 'uses an e-mail provider that is not allowed';
    assert.equal(status, 422);
    assert.deepEqual(body.details, { email: [{ error: 'ERR_BLOCKED', description }] });
  });

  test('and every failure of it is one clear answer that tells no password', async () => {
    const answers: readonly (readonly [SignUps<HostAccount>['signUp'], number])[] = [
      [() => ({}) as never, 500],
      [() => undefined as never, 500],
      [() => ({ kind: 'refused', problems: [] }), 500],
      [() => ({ kind: 'refused', problems: [{ field: 'shoe size' as never, code: 'invalid' }] }), 500],
      [() => ({ kind: 'signed up', person: { id: '', username: 'a' } }), 500],
      [() => new Promise(() => {}), 503],
      [
        ({ password }) => {
          throw new Error(`cannot keep ${password}`);
        },
        500,
      ],
    ];
    for (const [signUp, status] of answers) {
      const { post, host } = await hostWith({ signUp });
      assert.equal((await post('/api/v1/accounts', choice)).status, status);
      const { error } = host.answered.findLast((answered) => answered.error !== undefined) ?? {};
      assert.match(String(error), /accounts\.signUps\.signUp/);
      assert.ok(!`${error} ${(error as Error).stack}`.includes(choice.password));
      assert.ok(!host.events.some(({ event }) => event === 'signed up'));
    }
  });

  test('or not: then there is no such method', async () => {
    const host = await startTestHost();
    assert.equal((await host.post('/api/v1/accounts', choice)).status, 404);
    assert.equal((await host.request('/api/v1/emails/check_confirmation')).status, 404);
  });

  test('with both functions, or none: an option that lacks one is refused at the start', async () => {
    const signUps = { signUp: () => ({ kind: 'closed' }) } as never;
    await assert.rejects(
      startTestHost({ host: { signUps } }),
      /accounts\.signUps\.resendConfirmation must be a function/,
    );
  });
});
