import { Counter, type Registry } from 'prom-client';
import type { MailOutcome } from '../../accounts/mail/mail-sender.ts';
import type { Instant } from '../../protocol/app.ts';
import type { FullStore } from '../../storage/store.ts';
import { scrapedGauge } from './scraped-gauge.ts';

/** Where the figures of the queue come from. */
type MailQueue = Pick<FullStore, 'countMails' | 'oldestWaitingMail'>;

/** Counts what becomes of mails, and looks at the queue at each scrape. All nodes see the same queue. */
export function mailMetrics(
  registry: Registry,
  store: MailQueue,
  now: () => Instant,
): (outcome: Pick<MailOutcome, 'outcome'>) => void {
  const mails = new Counter({
    registers: [registry],
    name: 'mastodoor_mails_total',
    help: 'Tries to send a mail, by what came of them.',
    labelNames: ['outcome'] as const,
  });
  for (const outcome of ['sent', 'moot', 'delayed', 'given up']) mails.inc({ outcome }, 0);
  scrapedGauge(registry, {
    name: 'mastodoor_mails',
    help: 'Mails in the database: waiting to be sent, or given up. The same on every node.',
    labelNames: ['state'],
    read: async () => {
      const { waiting, failed } = await store.countMails();
      return [
        [{ state: 'waiting' }, waiting],
        [{ state: 'given up' }, failed],
      ];
    },
  });
  scrapedGauge(registry, {
    name: 'mastodoor_mail_oldest_waiting_seconds',
    help: 'For how long the oldest mail waits that was not given up; 0 when none waits. The same on every node.',
    labelNames: [],
    read: async () => {
      const oldest = await store.oldestWaitingMail();
      return [[{}, oldest === undefined ? 0 : Math.max(0, now() - oldest) / 1000]];
    },
  });
  return ({ outcome }) => mails.inc({ outcome });
}
