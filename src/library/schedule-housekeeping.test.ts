import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DutyStore, type Store, StoreUnavailable, type Swept } from '../flows/ports.ts';
import { HOUR, MINUTE } from '../protocol/lifetimes.ts';
import { dutiesOf } from './duties.ts';
import { HOUSEKEEPING } from './house-round.ts';
import { scheduleHousekeeping } from './schedule-housekeeping.ts';
import { newTestStore } from './test-host.ts';

const store = await newTestStore();
let now = 1_700_000_000_000;
let asking = 0;

/** The duties of a real store; the test knows when somebody waits for them. */
const duties: Pick<DutyStore, 'take'> = {
  async take(name, lease) {
    asking += 1;
    try {
      return await store.duties.take(name, lease);
    } finally {
      asking -= 1;
    }
  },
};

beforeEach(async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  // Whatever the test before left: nobody holds the duty.
  now += 10 * HOUR;
});

const servers: Server[] = [];
const finishers: (() => void)[] = [];

afterEach(async () => {
  for (const finish of finishers.splice(0)) finish();
  await Promise.all(servers.splice(0).map((server) => server.end()));
  mock.timers.reset();
});

/** A server, as far as housekeeping goes. */
class Server {
  readonly did: string[] = [];
  readonly end: () => Promise<void>;
  /** What a round does. */
  work = async (_pause: () => Promise<void>): Promise<readonly Swept[]> => [];

  constructor(its: Pick<DutyStore, 'take'> = duties) {
    servers.push(this);
    this.end = scheduleHousekeeping({
      duties: its,
      keepHouse: (pause) => {
        this.did.push('began');
        return this.work(pause);
      },
      tell: (outcome) => this.did.push('error' in outcome ? String(outcome.error) : 'done'),
      now: () => now,
    });
  }
}

/** Lets time go by, minute by minute, and all servers do what they do in it. */
async function pass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    now += MINUTE;
    mock.timers.tick(MINUTE);
    do await nextTurn();
    while (asking > 0);
    await nextTurn();
  }
}

/** A round that goes on until the test ends it. */
function longRound(server: Server) {
  let finish = () => {};
  let pause = async () => {};
  server.work = (its) => {
    pause = its;
    return new Promise((resolve) => {
      finish = () => resolve([]);
      finishers.push(finish);
    });
  };
  return { finish: () => finish(), pause: () => pause() };
}

test('House is kept a minute after the start and then every hour, by one of any number of servers', async () => {
  const all = [new Server(), new Server(), new Server()];
  const rounds = () => all.flatMap(({ did }) => did).filter((what) => what === 'done').length;
  await pass(1);
  assert.equal(rounds(), 1);
  await pass(59);
  assert.equal(rounds(), 1);
  await pass(1);
  assert.equal(rounds(), 2);
  const late = new Server();
  await pass(30);
  assert.deepEqual(late.did, [], 'a server that starts later waits for the hour too');
});

test('A round may be long: nobody else begins one while its server goes on', async () => {
  const server = new Server();
  const { pause, finish } = longRound(server);
  await pass(1);
  const other = new Server();
  for (let minutes = 0; minutes < 30; minutes++) {
    await pass(1);
    await pause();
  }
  assert.deepEqual(other.did, []);
  finish();
  await pass(1);
  assert.deepEqual(server.did, ['began', 'done']);
  assert.deepEqual(other.did, []);
});

test('When the server that keeps house dies, another does within three minutes', async () => {
  const dead = new Server();
  longRound(dead);
  await pass(1);
  assert.deepEqual(dead.did, ['began']);
  const other = new Server();
  await pass(1);
  assert.deepEqual(other.did, []);
  await pass(2);
  assert.deepEqual(other.did, ['began', 'done']);
});

test('A server that was thought dead gives its round up, and no failure is told', async () => {
  const slow = new Server();
  const { pause } = longRound(slow);
  await pass(1);
  const other = new Server();
  const { finish } = longRound(other);
  await pass(3);
  assert.deepEqual(other.did, ['began']);
  await assert.rejects(pause(), /Another server keeps house now/);
  finish();
});

test('A round that failed is told, and tried again after five minutes, by whoever asks first', async () => {
  const server = new Server();
  server.work = () => Promise.reject(new Error('no disk'));
  await pass(1);
  assert.deepEqual(server.did, ['began', 'Error: no disk']);
  const other = new Server();
  await pass(4);
  assert.deepEqual([...server.did.slice(2), ...other.did], []);
  server.work = async () => [];
  await pass(2);
  assert.deepEqual([...server.did.slice(2), ...other.did], ['began', 'done']);
});

test('A server that ends leaves its round after a batch, and another goes on at once', async () => {
  const server = new Server();
  const batches: string[] = [];
  server.work = async (pause) => {
    for (;;) {
      batches.push('batch');
      await pause();
    }
  };
  await pass(1);
  const other = new Server();
  await server.end();
  const made = batches.length;
  assert.deepEqual(server.did, ['began']);
  await pass(1);
  assert.deepEqual(other.did, ['began', 'done']);
  assert.equal(batches.length, made, 'nothing goes on after the end');
});

test('A server that ends does not wait for ever for what the host does in a round', async () => {
  const server = new Server();
  longRound(server);
  await pass(1);
  mock.timers.reset();
  await server.end();
  assert.deepEqual(server.did, ['began']);
});

test('A storage that cannot be asked is told of once, and house is kept when it can', async () => {
  let works = false;
  const server = new Server({
    take: async (name, lease) => {
      if (!works) throw new StoreUnavailable('cut off');
      return duties.take(name, lease);
    },
  });
  await pass(5);
  assert.deepEqual(server.did, ['StoreUnavailable: cut off']);
  works = true;
  await pass(1);
  assert.deepEqual(server.did.slice(1), ['began', 'done']);
});

test('A store without duties has them in this process alone, with the same promises', async () => {
  const { duties: its, ...rest } = store;
  const plain: Store = rest;
  const own = dutiesOf(plain);
  assert.equal(dutiesOf(plain), own);
  assert.notEqual(dutiesOf({ ...plain }), own);
  assert.equal(dutiesOf(store), its);
  const take = (holder: string, at: number, until: number) => own.take(HOUSEKEEPING, { holder, now: at, until });
  assert.equal(await own.find(HOUSEKEEPING), undefined);
  assert.equal(await take('a', 1, 5), true);
  assert.equal(await take('b', 4, 9), false);
  assert.equal(await take('a', 4, 6), true);
  await own.note(HOUSEKEEPING, { at: 5, failed: false });
  await own.note(HOUSEKEEPING, { at: 4, failed: true });
  assert.deepEqual(await own.find(HOUSEKEEPING), { holder: 'a', until: 6, doneAt: 5, failedAt: 4 });
  assert.equal(await take('b', 6, 9), true);
});
