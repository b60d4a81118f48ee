import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { createAdaptorServer } from '@hono/node-server';
import { StoreUnavailable } from '../../src/flows/ports.ts';
import type { AccountState } from '../../src/protocol/person.ts';
import { digestOf } from '../../src/protocol/secret.ts';
import { type Echo, EchoBackend } from './echo-backend.ts';
import { RawConnection, sendRaw } from './raw-http.ts';
import { register } from './register.ts';
import { RunningServer } from './running-server.ts';
import { TestServer } from './test-server.ts';

/** A proxy between the outside and two servers of this machine. */
export interface RunningProxy {
  readonly port: number;
  stop(): Promise<void>;
}

/** How a proxy treats what all treat well, in different ways. */
export interface ProxyManners {
  readonly name: string;
  readonly suite: { readonly skip: string | false };
  start(upstreams: { readonly gatewayPort: number; readonly backendPort: number }): Promise<RunningProxy>;
  /** Whether a forged identity header is refused or taken away. */
  readonly forged: 'refused' | 'taken away';
  /** What the app is answered when the gateway does not answer at all. */
  readonly withoutGateway: number;
}

const home = '/api/v1/timelines/home';
const identityNames = ['Account-Id', 'Username', 'App-Id', 'Client-Id', 'Scopes', 'Token-Id'];

/** An API behind a proxy that asks the gateway: what may reach it, as whom, and what the app sees otherwise. */
export function testGuardedApi(manners: ProxyManners): void {
  describe(`An API behind ${manners.name}`, manners.suite, () => {
    let server: RunningServer;
    let backend: EchoBackend;
    let proxy: RunningProxy;
    let clientId: string;
    let accountId: string;
    const tokens = { person: '', app: '', writer: '', revoked: '', pending: '' };

    before(async () => {
      server = await RunningServer.start({ TRUSTED_PROXIES: '127.0.0.1' });
      backend = await EchoBackend.start();
      proxy = await manners.start({ gatewayPort: server.port, backendPort: backend.port });
      const app = await register(server, { redirect_uris: 'https://app.example/', scopes: 'read write' });
      clientId = app.client_id;
      accountId = (await server.addAccount('alice')).id;
      const waiting = (await server.addAccount('pending', { state: 'pending' satisfies AccountState })).id;
      await server.withStore(async (store) => {
        const appId = (await store.findAppByClientId(clientId))?.id;
        const add = async (account: string | undefined, ...scopes: string[]) => {
          const secret = randomBytes(32).toString('base64url');
          const createdAt = Date.now();
          await store.addGrantWithToken(
            { appId, accountId: account, scopes, redirectUri: undefined, createdAt },
            { digest: digestOf(secret), createdAt, expiresAt: undefined },
          );
          return secret;
        };
        tokens.person = await add(accountId, 'read', 'write:statuses');
        tokens.writer = await add(accountId, 'write');
        tokens.app = await add(undefined, 'read');
        tokens.pending = await add(waiting, 'read');
        tokens.revoked = await add(accountId, 'read');
        const { id = '' } = (await store.findToken(digestOf(tokens.revoked))) ?? {};
        await store.revokeToken(id, Date.now());
      });
    });
    after(async () => {
      await proxy?.stop();
      backend?.close();
      await server?.dispose();
    });

    /** Sends a request byte for byte; what the API saw of it, if it did. */
    async function send(target: string, headers: readonly string[] = [], method = 'GET', body = '') {
      backend.seen.length = 0;
      const length = body === '' ? [] : [`Content-Length: ${body.length}`];
      const lines = [
        `${method} ${target} HTTP/1.1`,
        'Host: social.example',
        'Connection: close',
        ...headers,
        ...length,
      ];
      const answer = await sendRaw(proxy.port, `${lines.join('\r\n')}\r\n\r\n${body}`);
      assert.ok(backend.seen.length <= 1);
      return { answer, echo: backend.seen[0] };
    }

    const bearer = (token: string) => `Authorization: Bearer ${token}`;

    const identityOf = (echo: Echo | undefined) =>
      Object.fromEntries((echo?.headers ?? []).filter(([name]) => /^x.auth/.test(name)));

    test('is told who calls, and never sees the token', async () => {
      const { echo } = await send(`${home}?limit=5&q=a%2Fb`, [bearer(tokens.person)]);
      const { 'x-auth-token-id': tokenId, 'x-auth-app-id': appId, ...identity } = identityOf(echo);
      assert.deepEqual(identity, {
        'x-auth-account-id': accountId,
        'x-auth-username': 'alice',
        'x-auth-client-id': clientId,
        'x-auth-scopes': 'read write:statuses',
      });
      assert.match(`${tokenId} ${appId}`, /^\d+ \d+$/);
      assert.equal(echo?.url, `${home}?limit=5&q=a%2Fb`);
      assert.doesNotMatch(JSON.stringify(echo), new RegExp(tokens.person));
    });

    test('is sent bodies and other verbs as they came', async () => {
      const { echo, answer } = await send('/api/v1/statuses', [bearer(tokens.person)], 'POST', 'status=hello');
      assert.equal(answer.status, 200);
      assert.deepEqual([echo?.method, echo?.url, echo?.body], ['POST', '/api/v1/statuses', 'status=hello']);
    });

    test('is told no account when an app calls by itself', async () => {
      const { echo } = await send('/api/v1/timelines/public', [bearer(tokens.app)]);
      const names = ['x-auth-app-id', 'x-auth-client-id', 'x-auth-scopes', 'x-auth-token-id'];
      assert.deepEqual(Object.keys(identityOf(echo)).sort(), names);
      assert.equal(identityOf(echo)['x-auth-client-id'], clientId);
    });

    test('is told nobody where nobody needs to be known, and answers preflights', async () => {
      for (const [method, path, headers] of [
        ['GET', '/api/v1/timelines/public', []],
        ['GET', '/api/v1/instance', [bearer(tokens.person)]],
        ['OPTIONS', home, ['Origin: https://app.example', 'Access-Control-Request-Method: GET']],
      ] as const) {
        const { echo } = await send(path, headers, method);
        assert.equal(echo?.method, method);
        assert.deepEqual(identityOf(echo), {});
      }
    });

    test('never sees an identity that came from outside', async () => {
      const names = identityNames.flatMap((name) => [
        `X-Auth-${name}`,
        `x-auth-${name.toLowerCase()}`,
        `X_Auth_${name.replace('-', '_')}`,
        `X-Auth_${name}`,
      ]);
      for (const name of names) {
        for (const path of ['/api/v1/timelines/public', '/api/v1/instance', home]) {
          for (const headers of [[`${name}: 1`], [`${name}: 1`, bearer(tokens.app)]]) {
            const { echo, answer } = await send(path, headers);
            if (echo !== undefined) {
              assert.ok(!identityOf(echo)['x-auth-account-id'] && !identityOf(echo)['x-auth-username'], name);
              assert.doesNotMatch(JSON.stringify(identityOf(echo)), /"1"/, name);
            } else assert.ok([401, 403, 422].includes(answer.status), `${name} ${answer.status}`);
          }
        }
      }
      const { echo, answer } = await send('/api/v1/instance', ['X-Auth-Account-Id: 1']);
      assert.equal(answer.status, manners.forged === 'refused' ? 403 : 200);
      assert.deepEqual(identityOf(echo), {});
    });

    test('is not reached by a request that claims to be another one', async () => {
      for (const forged of [
        ['X-Forwarded-Method: GET', 'X-Forwarded-Uri: /api/v1/instance'],
        ['X-Original-Method: GET', 'X-Original-URI: /api/v1/instance'],
        ['X-Forwarded-Method: OPTIONS'],
        ['X-Original-Method: OPTIONS'],
        ['X-Original-URI: /api/v1/instance', 'X-Forwarded-Uri: /api/v1/instance'],
        ['X-HTTP-Method-Override: OPTIONS'],
        ['X-Original-URL: /api/v1/instance'],
      ]) {
        const { echo, answer } = await send(home, forged);
        assert.equal(echo, undefined, forged.join());
        assert.ok(answer.status === 403 || answer.status === 401);
      }
    });

    test('is not reached by a path that could be read in two ways', async () => {
      const refused: string[] = [];
      for (const path of [
        `/${home}`,
        '/api//v1/timelines/home',
        '/api/v1//instance',
        '/api/v1/instance/',
        '/api/v1/instance/../timelines/home',
        '/api/./v1/instance',
        '/x/../api/v1/timelines/home',
        '/%61pi/v1/timelines/home',
        '/api/v1/instance/%2e%2e/timelines/home',
        '/api/v1/accounts/1%2Ffollowers',
        '/api/v1/accounts/1%2f..%2f..%2ftimelines%2fhome',
        '/api/v1/accounts/..%5c',
        '/api/v1/accounts/1;x',
        '/api/v1/accounts/1%3bx',
        '/api/v1/accounts/1%252f',
        '/api/v1/accounts/%c0%ae',
        '/api/v1/accounts/verify_credentials.json',
        '/API/v1/instance',
      ]) {
        const { echo, answer } = await send(path, [bearer(tokens.person)]);
        assert.equal(echo, undefined, path);
        assert.match(String(answer.status), /^4/, path);
        if (answer.status === 403) refused.push(path);
      }
      assert.ok(refused.length >= 12, `the gateway itself refused only ${refused.join(' ')}`);
    });

    const refusals = [
      [home, undefined, 401, 'The access token is invalid', /^Bearer .*error="invalid_token"/],
      [home, 'revoked', 401, 'The access token was revoked', /^Bearer .*error="invalid_token"/],
      [home, 'writer', 403, 'This action is outside the authorized scopes', /scope="read read:statuses"/],
      [home, 'pending', 403, 'Your login is currently pending approval', /^$/],
      [home, 'app', 422, 'This method requires an authenticated user', /^$/],
      ['/api/v1/nothing', 'person', 403, /^The API has no such method/, /^$/],
    ] as const;
    for (const [path, who, status, reason, challenge] of refusals) {
      test(`answers ${status} for ${who ?? 'nobody'} at ${path}, as JSON that a web app may read`, async () => {
        const { answer, echo } = await send(path, who === undefined ? [] : [bearer(tokens[who])]);
        assert.equal(echo, undefined);
        assert.equal(answer.status, status);
        assert.match(answer.headers.get('www-authenticate') ?? '', challenge);
        const body = JSON.parse(answer.body) as { error: string };
        if (typeof reason === 'string') assert.deepEqual(body, { error: reason });
        else assert.match(body.error, reason);
        assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
        assert.equal(answer.headers.get('access-control-allow-origin'), '*');
        assert.equal(answer.headers.get('cache-control'), 'private, no-store');
      });
    }

    test('leaves people the pages with all that is on them, and where these lead', async () => {
      const { answer } = await send('/auth/sign_in');
      assert.equal(answer.status, 200);
      const parts = [...answer.body.matchAll(/(?:href|src|action)="(\/[^"]+)"/g)].map(([, path = '']) => path);
      assert.ok(parts.some((path) => path.endsWith('.css')));
      for (const path of [...parts, '/pictures/avatars/1.png', '/settings/profile', '/admin/accounts', '/invite/x']) {
        const page = await send(path);
        assert.equal(page.echo, undefined, path);
        assert.ok(page.answer.headers.has('x-request-id'), `${path} is not Mastodoor's to answer`);
      }
    });

    test('speaks with a WebSocket whose token stands where a browser can put it', async () => {
      const upgrade = [
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: eA==',
      ];
      const open = async (target: string, headers: readonly string[] = []) => {
        backend.seen.length = 0;
        const connection = new RawConnection(proxy.port);
        const lines = [`GET ${target} HTTP/1.1`, 'Host: social.example', ...upgrade, ...headers];
        const received = await connection.write(`${lines.join('\r\n')}\r\n\r\n`).until(/\r\n\r\n[\s\S]*[}\]]/);
        connection.close();
        return { status: Number(received.split(' ')[1]), echo: backend.seen[0] };
      };
      for (const [target, headers] of [
        [`/api/v1/streaming?stream=user&access_token=${tokens.person}`, []],
        ['/api/v1/streaming?stream=user', [`Sec-WebSocket-Protocol: ${tokens.person}`]],
        ['/api/v1/streaming/user', [bearer(tokens.person)]],
      ] as const) {
        const { status, echo } = await open(target, headers);
        assert.equal(status, 101, target);
        assert.equal(identityOf(echo)['x-auth-account-id'], accountId);
      }
      for (const target of ['/api/v1/streaming', `/api/v1/streaming?access_token=${tokens.revoked}`]) {
        assert.deepEqual(await open(target), { status: 401, echo: undefined }, target);
      }
    });

    test('is left alone while the gateway cannot judge, and the app learns to try again', async () => {
      await server.stop();
      try {
        const silent = await send(home, [bearer(tokens.person)]);
        assert.equal(silent.echo, undefined);
        assert.equal(silent.answer.status, manners.withoutGateway);

        const troubled = await TestServer.start();
        troubled.store.findToken = () => Promise.reject(new StoreUnavailable('locked', { retryAfterSeconds: 7 }));
        const { fetch } = troubled.composed.auth;
        const listener = createAdaptorServer({ fetch: (request) => fetch(request), createServer });
        await once(listener.listen(server.port, '127.0.0.1'), 'listening');
        const { answer, echo } = await send(home, [bearer(tokens.person)]);
        assert.equal(echo, undefined);
        assert.equal(answer.status, 503);
        assert.equal(answer.headers.get('retry-after'), '7');
        assert.match((JSON.parse(answer.body) as { error: string }).error, /^There was a temporary problem/);
        listener.close();
        await troubled.close();
      } finally {
        await server.restart();
      }
      assert.equal((await send(home, [bearer(tokens.person)])).answer.status, 200);
    });
  });
}
