import { OOB } from '../../protocol/redirect-uri.ts';
import { readConfig } from '../../server/config.ts';
import { CliFailure } from '../cli-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { note, print } from '../terminal.ts';
import { openCallback } from './callback.ts';
import { discover, type Endpoints } from './discover.ts';
import { exchange } from './exchange.ts';
import { getApproval } from './get-approval.ts';
import { CannotGoOn, Journal } from './journal.ts';
import { credentialsOf, type Play, type Registered } from './play.ts';
import { register } from './register.ts';
import { endToken, getAppToken, getUserToken, redeemAgain } from './use-access.ts';

export interface TryOptions {
  readonly server?: string;
  readonly scopes: string;
  readonly oob?: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** `try`: plays an app against a server and tells everything that is said, with the secrets masked. */
export async function runTry({ server, scopes, oob = false, timeout }: TryOptions): Promise<number> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once('SIGINT', interrupt);
  const journal = new Journal();
  try {
    await playApp({
      journal,
      server: server === undefined ? readConfig(process.env).publicUrl : readServer(server),
      scopes: scopes.split(/\s+/).filter(Boolean).join(' '),
      oob,
      patience: timeout * 1000,
      signal: interruption.signal,
      held: new Set(),
    });
  } catch (error) {
    if (interruption.signal.aborted) {
      note('Interrupted.');
      return exitCodes.interrupted;
    }
    if (!(error instanceof CannotGoOn)) throw error;
  } finally {
    process.off('SIGINT', interrupt);
  }
  print();
  if (journal.failures.length === 0) {
    print('All went well.');
    return exitCodes.done;
  }
  print('Not as it should be:');
  for (const failure of journal.failures) print(`  ✗ ${failure}`);
  return exitCodes.failed;
}

async function playApp(play: Play): Promise<void> {
  const endpoints = await discover(play);
  const callback = play.oob ? undefined : await openCallback();
  let app: Registered | undefined;
  try {
    app = await register(play, endpoints, callback?.redirectUri ?? OOB);
    const appToken = await getAppToken(play, endpoints, app);
    const approval = await getApproval(play, endpoints, app, callback);
    const userToken = await getUserToken(play, endpoints, app, approval);
    await redeemAgain(play, endpoints, app, approval, userToken);
    await endToken(play, endpoints, app, {
      title: "The person's access ends",
      accessToken: userToken,
      method: '/api/v1/accounts/verify_credentials',
    });
    if (appToken === undefined) return;
    await endToken(play, endpoints, app, {
      title: "The app's own access ends",
      accessToken: appToken,
      method: '/api/v1/apps/verify_credentials',
    });
  } finally {
    callback?.close();
    if (app !== undefined) await letGo(play, endpoints, app);
  }
}

/** After a play that stopped early nothing must be left that could be used. */
async function letGo(play: Play, endpoints: Endpoints, app: Registered): Promise<void> {
  if (play.held.size === 0) return;
  play.journal.step('What is left is ended');
  for (const accessToken of play.held) {
    const form = [...credentialsOf(app), ['token', accessToken]] as const;
    const ask = { method: 'POST', url: endpoints.revocation, form } as const;
    await exchange(play.journal, ask, AbortSignal.timeout(LAST_WORDS)).catch(() => {});
  }
}

/** The server may be what went wrong, so it gets little time to hear the last request. */
const LAST_WORDS = 3000;

/** An address as people write it: `mastodon.example`, `https://mastodon.example/`. */
function readServer(text: string): string {
  const address = text.includes('://') ? text : `https://${text}`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new CliFailure(`"${text}" is no address of a server, such as https://mastodon.example`, exitCodes.misused);
  }
  return new URL(address).origin;
}
