import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Person } from '../support/person.ts';
import { type Registered, register } from '../support/register.ts';
import { RunningServer } from '../support/running-server.ts';

const ROUNDS = 5;
/** Answers to wait for before the process is killed in the midst of more. */
const ENOUGH = 60;
const AT_ONCE = 24;

describe('kill -9 in the midst of work', () => {
  let server: RunningServer;
  let app: Registered;

  before(async () => {
    server = await RunningServer.start();
    await server.addAccount('alice');
    app = await register(server, { redirect_uris: 'https://app.example/callback', scopes: 'read write' });
  });
  after(() => server.dispose());

  const credentials = () => ({ client_id: app.client_id, client_secret: app.client_secret });

  /** Undefined when the process died before it answered. */
  async function answerOf(path: string, fields: Readonly<Record<string, string>>): Promise<Response | undefined> {
    try {
      const response = await server.post(path, { ...credentials(), ...fields });
      const body = await response.text();
      return new Response(body, { status: response.status });
    } catch {
      return undefined;
    }
  }

  async function statusOf(token: string): Promise<number> {
    return (await server.get('/api/v1/apps/verify_credentials', { Authorization: `Bearer ${token}` })).status;
  }

  async function approvedCode(person: Person): Promise<string> {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: app.client_id,
      redirect_uri: app.redirect_uri,
      force_login: 'true',
    });
    return new URL(await person.approve(`/oauth/authorize?${query}`)).searchParams.get('code') ?? '';
  }

  test('what was answered holds: tokens live, revoked ones and spent codes are dead', async (context) => {
    const living = new Set<string>();
    const dead = new Set<string>();
    const spent = new Set<string>();

    for (let round = 0; round < ROUNDS; round++) {
      const alice = new Person(server, 'alice');
      const codes = [await approvedCode(alice), await approvedCode(alice)];
      let answers = 0;
      let killed = false;
      const enough = Promise.withResolvers<void>();

      const worker = async (number: number): Promise<void> => {
        while (!killed) {
          const code = number < codes.length ? codes[number] : undefined;
          const fields: Record<string, string> =
            code === undefined || spent.has(code)
              ? { grant_type: 'client_credentials' }
              : { grant_type: 'authorization_code', redirect_uri: app.redirect_uri, code };
          const issued = await answerOf('/oauth/token', fields);
          if (issued === undefined) return;
          assert.equal(issued.status, 200);
          const { access_token: token } = (await issued.json()) as { access_token: string };
          if (code !== undefined && !spent.has(code)) spent.add(code);
          if (number % 3 === 0) {
            const revoked = await answerOf('/oauth/revoke', { token });
            // Without an answer it may be either.
            if (revoked === undefined) return;
            assert.equal(revoked.status, 200);
            dead.add(token);
          } else living.add(token);
          answers += 1;
          if (answers === ENOUGH) enough.resolve();
        }
      };
      const workers = Array.from({ length: AT_ONCE }, (_, number) => worker(number));
      await Promise.race([enough.promise, Promise.all(workers)]);
      killed = true;
      assert.deepEqual(await server.kill(), { code: null, signal: 'SIGKILL' });
      await Promise.all(workers);
      assert.ok(answers >= ENOUGH);
      await server.restart();

      for (const token of living) assert.equal(await statusOf(token), 200, 'an issued token was lost');
      for (const token of dead) assert.equal(await statusOf(token), 401, 'a revoked token came back');
    }

    // Last, because who replays a code ends what came of it.
    assert.equal(spent.size, ROUNDS * 2);
    for (const code of spent) {
      const fields = { grant_type: 'authorization_code', redirect_uri: app.redirect_uri, code };
      assert.equal((await answerOf('/oauth/token', fields))?.status, 400, 'a spent code was taken again');
    }
    context.diagnostic(`${living.size} living and ${dead.size} revoked tokens over ${ROUNDS} crashes`);
  });
});
