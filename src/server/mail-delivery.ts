import type { MailSender } from '../accounts/mail/mail-sender.ts';
import type { MailTransport } from '../accounts/mail/mail-transport.ts';

/** How often mails are looked for that became due, or that another process queued. */
const ROUND = 30_000;

/** How long mails that are on their way may take when the server ends; they are tried again after the next start. */
const LONGEST_GOODBYE = 5000;

/** The work of sending mails, as long as the server runs. */
export interface MailDelivery {
  /** Looks for mails now: some were queued. */
  wake(): void;
  /** Lets what is on its way arrive, or cuts it off when that takes too long. */
  close(): Promise<void>;
}

/**
 * Sends what waits, at once and from then on.
 * @param parts.onError is told when the storage could not be used; the next round tries again
 */
export function startMailDelivery(parts: {
  readonly sender: MailSender;
  readonly transport: MailTransport;
  readonly onError: (error: unknown) => void;
}): MailDelivery {
  const { sender, transport, onError } = parts;
  const stop = new AbortController();
  let round: Promise<void> | undefined;
  let isAskedAgain = false;

  const work = async (): Promise<void> => {
    do {
      isAskedAgain = false;
      try {
        await sender.sendDue(stop.signal);
      } catch (error) {
        onError(error);
      }
    } while (isAskedAgain && !stop.signal.aborted);
    round = undefined;
  };

  const wake = (): void => {
    if (stop.signal.aborted) return;
    if (round === undefined) round = work();
    else isAskedAgain = true;
  };

  const timer = setInterval(wake, ROUND);
  timer.unref();
  wake();

  return {
    wake,
    async close() {
      clearInterval(timer);
      stop.abort();
      const goodbye = setTimeout(() => void transport.close(), LONGEST_GOODBYE);
      await round;
      clearTimeout(goodbye);
      await transport.close();
    },
  };
}
