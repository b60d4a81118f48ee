import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { HOUSEKEEPING } from '../../src/library/house-round.ts';
import { testDatabases, withPostgres } from '../../src/storage/postgres/testing/test-databases.ts';
import { openForm } from '../support/browsing.ts';
import { Mailbox } from '../support/mailbox.ts';
import { Nodes, until } from '../support/nodes.ts';
import { register } from '../support/register.ts';
import { TestBrowser } from '../support/test-browser.ts';

/** So many old requests that a round of housekeeping outlasts the start of another server. */
const OLD_ROWS = 6_000;

const clock = fileURLToPath(new URL('../support/hasty-clock.ts', import.meta.url));

describe('When a node dies, another does its work when its lease is over', withPostgres, () => {
  let mailbox: Mailbox;
  let nodes: Nodes;
  let database: pg.Client;

  before(async () => {
    mailbox = await Mailbox.start();
    const url = await newDatabase();
    database = new pg.Client({ connectionString: url });
    await database.connect();
    nodes = await Nodes.start(url, {
      NODE_OPTIONS: `--import=${clock}`,
      HASTY_SINCE: String(Date.now()),
      SMTP_URL: mailbox.url,
    });
  });
  after(async () => {
    await nodes?.dispose();
    await database?.end();
    await mailbox?.close();
  });
  // After the hooks: what is declared first is ended first.
  const { newDatabase } = testDatabases();

  const firstOf = async (sql: string) => (await database.query(sql)).rows[0] as Record<string, string> | undefined;
  const oldRows = async () => Number((await firstOf('select count(*) from pending_authorizations'))?.count);
  const keeper = async () => (await firstOf(`select holder from duties where name = '${HOUSEKEEPING}'`))?.holder;
  const roundsOf = ({ log }: Nodes['a']) => log.filter(({ msg }) => msg === 'kept house').length;

  test('keeping house: one at a time, and the round of the dead is finished', async () => {
    await until('somebody kept house first', () => roundsOf(nodes.a) + roundsOf(nodes.b) === 1);
    const { id } = await register(nodes.door(nodes.a), { redirect_uris: 'https://app.example/', scopes: 'read' });
    await database.query(
      `insert into pending_authorizations
         (digest, browser_digest, app_id, redirect_uri, scopes, response_mode, force_login, created_at, expires_at)
       select 'old ' || number, 'browser', ${id}, 'https://app.example/', '[]', 'query', 0, 1, 2
       from generate_series(1, ${OLD_ROWS}) as number`,
    );
    const rested = await keeper();
    await nodes.a.stop();
    assert.equal(await keeper(), rested, 'who rests gives nothing up');
    await nodes.b.restart();
    // An hour of the servers' clock is a minute; nobody has to wait for it.
    await database.query('update duties set until = 0');
    await until('a node keeps house', async () => (await keeper()) !== rested && (await oldRows()) < OLD_ROWS);
    const dead = await keeper();
    const other = await Nodes.another(nodes.b);
    try {
      assert.ok((await oldRows()) > 0, 'the round is still under way');
      assert.equal(await keeper(), dead);
      await nodes.b.kill();
      await until('the other finished the round', async () => (await oldRows()) === 0 && roundsOf(other) === 1);
      assert.notEqual(await keeper(), dead);
    } finally {
      await other.dispose();
    }
  });

  test('sending mail: what the dead one had claimed is sent once', async () => {
    await nodes.a.restart();
    await nodes.b.restart();
    await nodes.a.addAccount('alice');
    mailbox.hang('recipient');
    const browser = new TestBrowser(nodes.door(nodes.a));
    const form = await openForm(browser, '/auth/password/new', '/auth/password');
    await browser.submit(form, { login: 'alice' });
    await until('the node of the request is about to send the mail', () => mailbox.connections > 0);
    await nodes.a.kill();
    mailbox.recover();
    await until('the other sent it', () => mailbox.all.length > 0);
    assert.deepEqual(
      mailbox.all.map(({ to }) => to),
      ['alice@example.org'],
    );
    assert.equal((await firstOf('select count(*) from mails'))?.count, '0');
  });
});
