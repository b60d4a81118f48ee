import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setImmediate as immediate } from 'node:timers/promises';
import { listenForScrapes } from './metrics-listener.ts';

const anywhere = { host: '127.0.0.1', port: 0 };

test('the listener of metrics answers their path and nothing else', async (t) => {
  const listener = await listenForScrapes(
    { contentType: 'text/plain; version=0.0.4', render: async () => 'x 1\n' },
    anywhere,
  );
  t.after(() => listener.close());
  const at = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${listener.port}${path}`, { method });
  const scraped = await at('/metrics?collect=all');
  assert.equal(scraped.headers.get('content-type'), 'text/plain; version=0.0.4');
  assert.equal(await scraped.text(), 'x 1\n');
  for (const path of ['/', '/health', '/metrics/', '/oauth/token']) assert.equal((await at(path)).status, 404, path);
  assert.equal((await at('/metrics', 'POST')).status, 405);
});

test('scrapes that come at once share one reading', async (t) => {
  let readings = 0;
  let finish = (_text: string) => {};
  const render = () => {
    readings += 1;
    return new Promise<string>((resolve) => {
      finish = resolve;
    });
  };
  const listener = await listenForScrapes({ contentType: 'text/plain', render }, anywhere);
  t.after(() => listener.close());
  // In one packet, so that all of them are there before the reading ends.
  const socket = connect(listener.port, '127.0.0.1');
  const scrape = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n';
  socket.write(scrape.repeat(3));
  while (readings < 1) await immediate();
  finish('x 1\n');
  let said = '';
  for await (const chunk of socket.setEncoding('utf8')) {
    said += chunk;
    if (said.match(/x 1\n/g)?.length === 3) break;
  }
  assert.equal(readings, 1);
  const next = fetch(`http://127.0.0.1:${listener.port}/metrics`);
  while (readings < 2) await immediate();
  finish('x 2\n');
  assert.equal(await (await next).text(), 'x 2\n');
});

test('a reading that fails is told to the scraper and harms nothing', async (t) => {
  const listener = await listenForScrapes(
    { contentType: 'text/plain', render: () => Promise.reject(new Error('secret')) },
    anywhere,
  );
  t.after(() => listener.close());
  for (const _ of [1, 2]) {
    const answer = await fetch(`http://127.0.0.1:${listener.port}/metrics`);
    assert.equal(answer.status, 503);
    assert.doesNotMatch(await answer.text(), /secret/);
  }
});
