import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../../server/config.ts';
import { judgeClock, judgeMails } from './check-data.ts';
import { checkServer } from './check-server.ts';
import { checkSettings, judgeHttps, judgeProxies } from './check-settings.ts';

const config = readConfig({ PUBLIC_URL: 'https://social.example' });

/** A server behind a proxy, whose answers a test spoils. */
function proxied(spoil: (answer: Response, url: string, init: RequestInit) => Response | Promise<Response>) {
  return async (url: string, init: RequestInit): Promise<Response> => {
    const answer = sound(url, init);
    return spoil(answer, url, init);
  };
}

function sound(url: string, init: RequestInit): Response {
  const headers = { 'Access-Control-Allow-Origin': '*', Date: new Date().toUTCString() };
  const authorization = new Headers(init.headers).get('authorization');
  if (url.endsWith('/health')) return Response.json({ status: 'ok' }, { headers });
  if (url.endsWith('/.well-known/oauth-authorization-server')) return Response.json({ issuer: config.publicUrl });
  if (init.method === 'OPTIONS') {
    return new Response(null, { headers: { ...headers, 'Access-Control-Allow-Headers': 'authorization' } });
  }
  const scheme = url.endsWith('/oauth/token') ? (authorization?.split(' ')[0] ?? 'Bearer') : 'Bearer';
  return Response.json({}, { status: 401, headers: { ...headers, 'WWW-Authenticate': `${scheme} realm="x"` } });
}

const problemsOf = async (fetch: Parameters<typeof checkServer>[1]) =>
  (await checkServer(config, fetch)).flatMap(({ level, subject }) => (level === 'ok' ? [] : `${level}: ${subject}`));

test('checkServer() finds nothing wrong with a server that is reached as it should be', async () => {
  assert.deepEqual(await problemsOf(proxied((answer) => answer)), []);
});

test('checkServer() finds a proxy that drops the Authorization header', async () => {
  const fetch = (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    headers.delete('authorization');
    return Promise.resolve(sound(url, { ...init, headers }));
  };
  assert.deepEqual(await problemsOf(fetch), ['problem: authorization']);
});

test('checkServer() finds a proxy that drops or doubles headers of answers', async () => {
  const without = (name: string) => (answer: Response) => {
    answer.headers.delete(name);
    return answer;
  };
  assert.deepEqual(await problemsOf(proxied(without('www-authenticate'))), ['problem: authorization']);
  assert.deepEqual(await problemsOf(proxied(without('access-control-allow-origin'))), ['problem: web apps']);
  assert.deepEqual(await problemsOf(proxied(without('access-control-allow-headers'))), ['problem: web apps']);
  const doubled = proxied((answer) => {
    answer.headers.append('access-control-allow-origin', '*');
    return answer;
  });
  assert.deepEqual(await problemsOf(doubled), ['problem: web apps']);
});

test('checkServer() finds a site that answers in the place of the server', async () => {
  const html = new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } });
  const wellKnown = proxied((answer, url) => (url.includes('.well-known') ? html.clone() : answer));
  assert.deepEqual(await problemsOf(wellKnown), ['problem: metadata']);
  assert.deepEqual(await problemsOf(proxied(() => html.clone())), ['problem: server']);
});

test('checkServer() tells a server that is not running from one that is not reached', async () => {
  const refused = () => {
    throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
  };
  assert.deepEqual(await problemsOf(proxied(refused)), ['skipped: server']);
  const insideOnly = proxied((answer, url) => (url.startsWith('http://127.0.0.1') ? answer : refused()));
  const [finding] = await checkServer(config, insideOnly);
  assert.equal(finding?.level, 'problem');
  assert.match(
    finding?.words ?? '',
    /It runs, but https:\/\/social\.example does not lead to it: connect ECONNREFUSED/,
  );
});

test('checkServer() notices a clock that is wrong', async () => {
  const late = proxied((answer) => {
    if (answer.headers.has('date')) answer.headers.set('date', new Date(Date.now() - 3_600_000).toUTCString());
    return answer;
  });
  assert.deepEqual(await problemsOf(late), ['warning: server clock']);
});

test('judgeClock() finds a clock behind the newest record', () => {
  assert.equal(judgeClock(1_000_000, undefined).level, 'ok');
  assert.equal(judgeClock(1_000_000, 1_050_000).level, 'ok');
  assert.equal(judgeClock(1_000_000, 2_000_000).level, 'problem');
});

test('judgeHttps() warns of plain http only where others can listen', () => {
  assert.equal(judgeHttps({ publicUrl: 'https://social.example' }).level, 'ok');
  assert.equal(judgeHttps({ publicUrl: 'http://localhost:3000' }).level, 'ok');
  assert.equal(judgeHttps({ publicUrl: 'http://social.example' }).level, 'warning');
});

test('judgeProxies() finds trust in everyone and in no one', () => {
  const judge = (publicUrl: string, trustedProxies: readonly string[]) =>
    judgeProxies({ publicUrl, trustedProxies }).level;
  assert.equal(judge('http://localhost:3000', []), 'ok');
  assert.equal(judge('https://social.example', []), 'warning');
  assert.equal(judge('https://social.example', ['127.0.0.1']), 'ok');
  assert.equal(judge('https://social.example', ['0.0.0.0/0']), 'problem');
});

test('checkSettings() makes a finding of every problem', () => {
  const { config: none, findings } = checkSettings({ PORT: 'x', PASSWORD_GRANT: 'maybe' });
  assert.equal(none, undefined);
  assert.equal(findings.length, 2);
  assert.ok(findings.every(({ level }) => level === 'problem'));
});

test('judgeMails() warns when mails were given up', () => {
  assert.equal(judgeMails({ waiting: 3, failed: 0 }).level, 'ok');
  assert.deepEqual(judgeMails({ waiting: 0, failed: 2 }), {
    level: 'warning',
    subject: 'mails',
    words: 'Waiting: 0. Given up: 2. The log says why.',
  });
});
