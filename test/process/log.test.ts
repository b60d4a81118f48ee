import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventFields, eventNotes } from '../../src/server/event-notes.ts';
import { createLog } from '../../src/server/log.ts';
import { logLines } from '../../src/server/log-lines.ts';
import { Person } from '../support/person.ts';
import { RunningServer } from '../support/running-server.ts';

test('a secret that gets into the log by mistake is blotted out, and the name of an error is not', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => lines.push(line) });
  const err = Object.assign(new Error('No space'), { code: 'ENOSPC', token: 'secret' });
  log.main.error({ err, password: 'secret', request: { cookie: 'secret', body: { code: 'secret' } } }, 'failed');
  const [line = ''] = lines;
  assert.doesNotMatch(line, /"secret"/);
  assert.equal((JSON.parse(line) as { err: { code: string } }).err.code, 'ENOSPC');
});

test('a running server writes no line, and no member of one, that the page of the log does not have', async (t) => {
  const server = await RunningServer.start();
  t.after(() => server.dispose());
  await server.addAccount('alice');
  const fields = { client_name: 'Logged', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' };
  const app = (await (await server.post('/api/v1/apps', fields)).json()) as Record<string, string>;
  const client = { client_id: app.client_id ?? '', client_secret: app.client_secret ?? '' };
  const redirect = { redirect_uri: 'urn:ietf:wg:oauth:2.0:oob' };
  const query = new URLSearchParams({ response_type: 'code', client_id: client.client_id, ...redirect });
  const code = await new Person(server, 'alice').approveAndCopyCode(`/oauth/authorize?${query}`);
  const redeem = { grant_type: 'authorization_code', code, ...client, ...redirect };
  for (const _ of ['redeemed', 'replayed']) await server.post('/oauth/token', redeem);
  await server.get('/nothing');
  await server.stop();
  assert.ok(server.log.length > 5);
  for (const { level: _, time: __, msg, event, ...members } of server.log) {
    const isEvent = event !== undefined;
    const line = logLines[msg as keyof typeof logLines];
    assert.ok(isEvent ? String(event) in eventNotes : line !== undefined, `a line of its own: ${msg}`);
    const known = isEvent ? eventFields : line.fields;
    for (const member of Object.keys(members)) assert.ok(member in known, `${msg} has ${member}`);
  }
  const events = new Set(server.log.map(({ event }) => event));
  for (const name of ['signed in', 'code replayed', 'request refused']) assert.ok(events.has(name), name);
});
