import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Registered, redeem } from '../../support/register.ts';
import type { RunningServer } from '../../support/running-server.ts';
import { codeOf } from '../../support/second-factors.ts';
import { formsOf, TestBrowser } from '../../support/test-browser.ts';

/** Milliseconds for which a server that has just come back may say that it is busy. */
const LONGEST_BUSY = 30_000;

/** How many questions are asked at once. */
const AT_ONCE = 32;

const HOME = '/oauth/authorized_applications';
const STEP = '/auth/second_factor';

/** A code of an authorizer app that signed somebody in. */
export interface UsedStep {
  readonly username: string;
  readonly code: string;
}

/**
 * Everything that a server *answered*: what it promised to keep. What was asked and never answered may be either, and does
 * not stand here.
 */
export class Ledger {
  readonly living = new Set<string>();
  readonly dead = new Set<string>();
  readonly apps = new Map<string, Registered>();
  /** Codes that bought a token, with the app that bought it. */
  readonly spent = new Map<string, Registered>();
  /** Codes whose redemption was sent and not answered. */
  readonly unsure = new Map<string, Registered>();
  readonly signedIn = new Set<TestBrowser>();
  readonly signedOut = new Set<TestBrowser>();
  readonly usedSteps: UsedStep[] = [];

  /** How much of everything there is, for the report. */
  get sizes(): Readonly<Record<string, number>> {
    const { living, dead, apps, spent, signedIn, signedOut, usedSteps } = this;
    return {
      'living tokens': living.size,
      'revoked tokens': dead.size,
      apps: apps.size,
      'spent codes': spent.size,
      'signed-in browsers': signedIn.size,
      'signed-out browsers': signedOut.size,
      'used TOTP codes': usedSteps.length,
    };
  }

  /** Asks for everything that was promised since the last time, or from the beginning. */
  async verify(server: RunningServer, from: LedgerMark = beginning): Promise<void> {
    await each([...this.living].slice(from.living), async (token) => {
      assert.equal(await statusOf(server, token), 200, 'a token whose answer was sent works');
    });
    await each([...this.dead].slice(from.dead), async (token) => {
      assert.equal(await statusOf(server, token), 401, 'a revoked token stays dead');
    });
    await each([...this.apps.values()].slice(from.apps), async ({ client_id, client_secret }) => {
      const fields = { grant_type: 'client_credentials', client_id, client_secret };
      const response = await insisting(() => server.post('/oauth/token', fields));
      assert.equal(response.status, 200, 'an app whose registration was answered is known');
      this.living.add(((await response.json()) as { access_token: string }).access_token);
    });
    await each([...this.signedIn].slice(from.signedIn), async (browser) => {
      assert.equal((await insisting(() => browser.get(HOME))).status, 200, 'a signed-in browser is signed in');
    });
    await each([...this.signedOut].slice(from.signedOut), async (browser) => {
      assert.equal((await insisting(() => browser.get(HOME))).status, 302, 'a signed-out browser stays out');
    });
    for (const step of this.usedSteps.slice(from.usedSteps)) await verifyStep(server, step);
    await this.#settleUnsure(server);
  }

  /** Remembers how far everything was verified. */
  mark(): LedgerMark {
    const { living, dead, apps, signedIn, signedOut, usedSteps } = this;
    return {
      living: living.size,
      dead: dead.size,
      apps: apps.size,
      signedIn: signedIn.size,
      signedOut: signedOut.size,
      usedSteps: usedSteps.length,
    };
  }

  /** Last, because who replays a code ends what came of it. */
  async replayCodes(server: RunningServer): Promise<void> {
    await each([...this.spent], async ([code, app]) => {
      const replay = await insisting(() => redeem(server, app, code));
      assert.equal(replay.status, 400, 'a spent code is spent');
    });
  }

  /** Of a redemption that was not answered, the code is spent or it is not; it buys one token in any case. */
  async #settleUnsure(server: RunningServer): Promise<void> {
    await each([...this.unsure], async ([code, app]) => {
      const first = await insisting(() => redeem(server, app, code));
      assert.ok([200, 400].includes(first.status), `an unsure code was answered ${first.status}`);
      assert.equal((await insisting(() => redeem(server, app, code))).status, 400, 'a code is spent once');
      if (first.status !== 200) return;
      const { access_token } = (await first.json()) as { access_token: string };
      this.dead.add(access_token);
      assert.equal(await statusOf(server, access_token), 401, 'the replay ended what the code had bought');
    });
    this.unsure.clear();
  }
}

/** How far a ledger was verified. */
export type LedgerMark = Readonly<Record<'living' | 'dead' | 'apps' | 'signedIn' | 'signedOut' | 'usedSteps', number>>;

const beginning: LedgerMark = { living: 0, dead: 0, apps: 0, signedIn: 0, signedOut: 0, usedSteps: 0 };

async function statusOf(server: RunningServer, token: string): Promise<number> {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await insisting(() => server.get('/api/v1/apps/verify_credentials', headers));
  await response.text();
  return response.status;
}

/** The answer; as long as the server says that it is busy, the question is asked again. */
async function insisting(ask: () => Promise<Response>): Promise<Response> {
  for (const deadline = performance.now() + LONGEST_BUSY; ; await sleep(100)) {
    const response = await ask();
    if (response.status !== 503 || performance.now() > deadline) return response;
    await response.text();
  }
}

/** A code that let somebody in lets nobody in again, however often the server died in between. */
async function verifyStep(server: RunningServer, { username, code }: UsedStep): Promise<void> {
  const browser = new TestBrowser(server);
  const location = (await browser.signIn(username)).headers.get('location');
  assert.equal(location, STEP, 'the second factor is asked for');
  const form = formsOf(await (await browser.get(STEP)).text()).find(({ action }) => action === STEP);
  assert.ok(form !== undefined);
  const answer = await browser.submit(form, { code });
  assert.equal(answer.status, 422, 'a used TOTP code is used');
}

/** The code of the next time step, which the server takes already. */
export function nextCodeOf(seed: string): string {
  return codeOf(seed, Date.now() + 30_000);
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
