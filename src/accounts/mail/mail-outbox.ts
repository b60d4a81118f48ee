import type { Instant } from '../../protocol/app.ts';
import type { MailStore, NewMail } from '../ports.ts';

/** Where acts on accounts leave their mails. */
export interface MailOutbox {
  /** Queues a mail: once this resolves, it survives a crash. */
  add(mail: Omit<NewMail, 'createdAt'>): Promise<void>;
  /** Tells the sender that a mail was queued in the commit of something else. */
  wake(): void;
}

/**
 * The outbox over a store.
 * @param deps.wake lets the sender look for mails now and not at its next round
 */
export function createMailOutbox(deps: {
  readonly store: Pick<MailStore, 'addMail'>;
  readonly now: () => Instant;
  readonly wake: () => void;
}): MailOutbox {
  return {
    async add(mail) {
      await deps.store.addMail({ ...mail, createdAt: deps.now() });
      deps.wake();
    },
    wake: deps.wake,
  };
}
