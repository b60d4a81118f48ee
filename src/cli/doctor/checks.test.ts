import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../../server/config.ts';
import { judgeClock, judgeLimits, judgeMails } from './check-data.ts';
import { judgeLog, judgeSpace, judgeSyncs } from './check-disk.ts';
import { judgeServer } from './check-postgres.ts';
import { checkServer } from './check-server.ts';
import { checkSettings, judgeHttps, judgeMetrics, judgeProxies } from './check-settings.ts';
import { CLAIMED_ADDRESS, judgeClientAddress } from './judge-client-address.ts';

const config = readConfig({
  PUBLIC_URL: 'https://social.example',
  SECRET_KEY: 'k'.repeat(32),
  TRUSTED_PROXIES: '10.0.0.1',
});

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
  if (url.endsWith('/health/seen')) {
    const claimed = new Headers(init.headers).get('x-forwarded-for');
    const address = '198.51.100.9';
    const forwardedFor = claimed === null ? address : `${claimed}, ${address}`;
    const bearer = authorization?.startsWith('Bearer ') ?? false;
    return Response.json({ address, peer: '10.0.0.1', forwardedFor, bearer });
  }
  if (init.method === 'POST' && url.endsWith('/oauth/revoke')) return new Response(null, { status: 413, headers });
  const scheme = url.endsWith('/oauth/token') ? (authorization?.split(' ')[0] ?? 'Bearer') : 'Bearer';
  return Response.json({}, { status: 401, headers: { ...headers, 'WWW-Authenticate': `${scheme} realm="x"` } });
}

const problemsOf = async (fetch: Parameters<typeof checkServer>[1]) =>
  (await checkServer(config, fetch)).flatMap(({ level, subject }) => (level === 'ok' ? [] : `${level}: ${subject}`));

test('checkServer() finds nothing wrong with a server that is reached as it should be', async () => {
  assert.deepEqual(await problemsOf(proxied((answer) => answer)), []);
});

test('checkServer() registers no app, of which an address has five: asked once more it would be refused, and say so', async () => {
  const asked: string[] = [];
  const noting = proxied((answer, url, init) => {
    asked.push(`${init.method ?? 'GET'} ${new URL(url).pathname}`);
    return answer;
  });
  await problemsOf(noting);
  assert.ok(asked.includes('POST /oauth/revoke') && !asked.includes('POST /api/v1/apps'), asked.join());
});

test('checkServer() finds a proxy that drops the Authorization header', async () => {
  const fetch = (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    headers.delete('authorization');
    return Promise.resolve(sound(url, { ...init, headers }));
  };
  assert.deepEqual(await problemsOf(fetch), ['problem: authorization', 'problem: tokens']);
});

test('checkServer() finds a proxy that lets a name and password through, and no token', async () => {
  const fetch = (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    if (headers.get('authorization')?.startsWith('Bearer')) headers.delete('authorization');
    return Promise.resolve(sound(url, { ...init, headers }));
  };
  assert.deepEqual(await problemsOf(fetch), ['problem: tokens']);
});

test('checkServer() finds a proxy that drops or doubles headers of answers', async () => {
  const without = (name: string) => (answer: Response) => {
    answer.headers.delete(name);
    return answer;
  };
  assert.deepEqual(await problemsOf(proxied(without('www-authenticate'))), ['problem: authorization']);
  assert.deepEqual(await problemsOf(proxied(without('access-control-allow-origin'))), [
    'problem: web apps',
    'warning: large bodies',
  ]);
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

test('judgeProxies() finds trust in everyone, however that is written', () => {
  for (const everyone of ['0.0.0.0/0', '::/0', '10.0.0.0/00', '::ffff:0.0.0.0/96']) {
    const { level } = judgeProxies({ publicUrl: 'https://social.example', trustedProxies: ['10.0.0.1', everyone] });
    assert.equal(level, 'problem', everyone);
  }
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

test('judgeSpace() warns of a disk that is nearly full, of bytes or of files', () => {
  const roomy = { bavail: 1_000_000, bsize: 4096, files: 1_000_000, ffree: 900_000 };
  const judge = (disk: Partial<typeof roomy>) => judgeSpace('/data', { ...roomy, ...disk }).level;
  assert.equal(judge({}), 'ok');
  assert.equal(judge({ bavail: 40_000 }), 'warning');
  assert.equal(judge({ ffree: 12 }), 'warning');
  // A file system without a fixed number of them.
  assert.equal(judge({ files: 0, ffree: 0 }), 'ok');
});

test('judgeSyncs() warns of a slow disk by the median, which one hiccup does not move', () => {
  assert.equal(judgeSyncs([0.4, 0.5, 300, 0.4, 0.6]).level, 'ok');
  const slow = judgeSyncs([30, 45, 0.4, 60, 41]);
  assert.equal(slow.level, 'warning');
  assert.match(slow.words, /needs 41\.0 ms/);
});

test('judgeServer() goes by the connections that this user may have, not by those of the whole server', () => {
  const facts = { version: 'PostgreSQL 18.4', versionNumber: 180_004, keepsWhatItAnswered: true, isWritable: true };
  assert.equal(judgeServer({ ...facts, connectionLimit: 12 }, 10)[0]?.level, 'ok');
  const [few] = judgeServer({ ...facts, connectionLimit: 6 }, 10);
  assert.equal(few?.level, 'problem');
  assert.match(few.words, /may use 12 connections, and its user may have 6/);
});

test('judgeLog() warns of a write-ahead log that is not taken into the database', () => {
  assert.equal(judgeLog(64 * 2 ** 20).level, 'ok');
  assert.equal(judgeLog(300 * 2 ** 20).level, 'warning');
});

test('judgeLimits() tells which limits refuse somebody now', () => {
  assert.equal(judgeLimits([]).level, 'ok');
  const { level, words } = judgeLimits([{ rule: 'paging' }, { rule: 'paging' }, { rule: 'follows' }]);
  assert.equal(level, 'warning');
  assert.match(words, /^Reached now: 3 \(paging, follows\)/);
});

test('judgeMetrics() warns of a listener that strangers can reach', () => {
  const levels = (host: string) => judgeMetrics({ metrics: { host, port: 9464 } }).map(({ level }) => level);
  assert.deepEqual(judgeMetrics({ metrics: undefined }), []);
  for (const host of ['127.0.0.1', '::1', '10.1.2.3', 'fd00::1', 'localhost'])
    assert.deepEqual(levels(host), ['ok'], host);
  for (const host of ['0.0.0.0', '::', '8.8.8.8', '2606:4700::1']) assert.deepEqual(levels(host), ['warning'], host);
});

test('judgeClientAddress() knows a proxy that is right from each that is not', () => {
  const own = '198.51.100.9';
  const peer = '10.0.0.1';
  type Case = Partial<Pick<Parameters<typeof judgeClientAddress>[0], 'proxied' | 'trustsPeer'>> & {
    readonly peer?: string;
  };
  const seen = (address: string, forwardedFor: string | undefined, more: Case = {}) => {
    const { peer: other = peer, proxied = 'surely', trustsPeer = address !== other } = more;
    return judgeClientAddress({
      plain: { address: own, peer: other, bearer: false },
      claiming: { address, peer: other, bearer: true, forwardedFor },
      trustsPeer,
      proxied,
    });
  };
  const judge = (...given: Parameters<typeof seen>) => {
    const { level, words } = seen(...given);
    return `${level}: ${words}`;
  };
  assert.match(judge(own, `${CLAIMED_ADDRESS}, ${own}`), /^ok/);
  assert.match(judge(own, own), /^ok/);
  assert.match(judge(peer, `${CLAIMED_ADDRESS}, ${own}`), /^problem: .*10\.0\.0\.1 is not in TRUSTED_PROXIES/);
  assert.match(judge(peer, undefined), /^problem: .*Have it send X-Forwarded-For/);
  assert.match(judge(CLAIMED_ADDRESS, CLAIMED_ADDRESS), /^problem: .*anybody may claim any address/);
  assert.match(judge(CLAIMED_ADDRESS, `${CLAIMED_ADDRESS}, ${own}`), /^problem: TRUSTED_PROXIES has 198\.51\.100\.9/);
  assert.match(judge(CLAIMED_ADDRESS, `${CLAIMED_ADDRESS}, 127.0.0.1`), /^skipped/);
  assert.match(judge(peer, `${CLAIMED_ADDRESS}, unknown`), /^problem: .*writes unknown/);
  assert.match(judge(peer, CLAIMED_ADDRESS, { proxied: 'perhaps' }), /^warning: .*If that is a proxy/);
  // The proxy and whoever asks are one machine.
  assert.match(judge(peer, peer, { trustsPeer: true }), /^ok/);
  // Without a proxy: the connection is the client's.
  assert.match(judge(own, CLAIMED_ADDRESS, { peer: own, proxied: 'no' }), /^ok: .*believes no header/);
  assert.match(judge(peer, CLAIMED_ADDRESS), /^problem: .*10\.0\.0\.1 is not in TRUSTED_PROXIES/);
});
