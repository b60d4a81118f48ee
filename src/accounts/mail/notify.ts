import type { AppStore, SecurityEvent } from '../../flows/ports.ts';
import type { Instant } from '../../protocol/app.ts';
import { HOUR } from '../../protocol/lifetimes.ts';
import type { Account, AccountStore } from '../ports.ts';
import type { MailOutbox } from './mail-outbox.ts';
import { mailTo } from './mail-to.ts';

/** What a notifier works with. */
export interface NotifierDeps {
  readonly store: Pick<AccountStore, 'findAccount'> & Pick<AppStore, 'findApp'>;
  readonly mails: Pick<MailOutbox, 'add'>;
  /** A browser in the words of a language, such as `Firefox on Linux`. */
  nameBrowser(userAgent: string, locale: string | undefined): string;
  /** Told what kept a mail from being queued; what it was about has happened all the same. */
  readonly onTrouble?: ((error: unknown) => void) | undefined;
}

/** Writes to people about what happened to their accounts without their doing it on a page that told them. */
export interface Notifier {
  /** Looks at an event, and queues a mail where somebody should hear of it. Nobody waits for it. */
  hear(event: SecurityEvent & { readonly at: Instant }): void;
  /** Resolves when all that was heard is queued. */
  close(): Promise<void>;
}

/** Whoever made an account this recently is still before the browser that they made it in. */
const NEW_ACCOUNT = HOUR;

/**
 * Tells people of sign-ins from browsers that they did not use before, and of apps that they were asked about and let in.
 * Mails about passwords, addresses and factors are queued by those who change them, in the commit of the change.
 */
export function createNotifier(deps: NotifierDeps): Notifier {
  const queued = new Set<Promise<void>>();
  return {
    hear(event) {
      const work = notify(deps, event)
        .catch((error: unknown) => deps.onTrouble?.(error))
        .finally(() => queued.delete(work));
      queued.add(work);
    },
    async close() {
      while (queued.size > 0) await Promise.all(queued);
    },
  };
}

async function notify(deps: NotifierDeps, event: SecurityEvent & { readonly at: Instant }): Promise<void> {
  if (event.event === 'signed in' && event.knownBrowser === false) {
    const account = await reader(deps, event.accountId);
    if (account === undefined || event.at - account.createdAt < NEW_ACCOUNT) return;
    const browser = deps.nameBrowser(event.userAgent ?? '', account.locale);
    await deps.mails.add(mailTo(account, 'new sign-in', { browser, address: event.address }));
  }
  if (event.event === 'authorized' && event.asked) {
    const [account, app] = await Promise.all([reader(deps, event.accountId), deps.store.findApp(event.appId)]);
    if (account === undefined || app === undefined) return;
    await deps.mails.add(mailTo(account, 'app authorized', { app: app.name, scopes: event.scopes.join(' ') }));
  }
}

/** Nobody proved to read the mails of an address that is not confirmed. */
async function reader({ store }: NotifierDeps, accountId: string): Promise<Account | undefined> {
  const account = await store.findAccount(accountId);
  return account?.confirmedAt === undefined ? undefined : account;
}
