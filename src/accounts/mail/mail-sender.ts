import type { Instant } from '../../protocol/app.ts';
import { DAY, HOUR, MINUTE } from '../../protocol/lifetimes.ts';
import type { Account, AccountStore, Mail, MailKind, MailStore, TicketStore } from '../ports.ts';
import { claimedAddress, isSameAddress, isStandIn } from '../sign-up/claimed-address.ts';
import { type MailLink, mintLink } from './mail-links.ts';
import { MailRefused, type MailTransport, type OutgoingMail } from './mail-transport.ts';

/** A mail, with what its words need. */
export interface MailToRender {
  readonly kind: MailKind;
  /** Language as a BCP 47 tag; the server's own when absent. */
  readonly locale: string | undefined;
  /** Of the account that it is about; empty when it is gone. */
  readonly username: string;
  readonly facts: Mail['facts'];
  /** When that happened which it tells of. */
  readonly at: Instant;
  /** Absent for kinds of mails without a link that acts. */
  readonly link: MailLink | undefined;
}

/** What became of a mail. Names nobody, and holds no address. */
export interface MailOutcome {
  readonly mailId: string;
  readonly kind: MailKind;
  /** `moot`: what it was about had changed before it was sent. `delayed`: it is tried again. */
  readonly outcome: 'sent' | 'moot' | 'delayed' | 'given up';
  /** How often it was tried. */
  readonly attempts: number;
  /** Why the try failed, in the words of the mail server; absent when it did not. */
  readonly error?: string;
}

/** What sending mails needs. */
export interface MailSenderDeps {
  /** Where mails wait, and where the tickets of their links are kept. */
  readonly store: MailStore & Pick<TicketStore, 'addTicket'> & Pick<AccountStore, 'findAccount'>;
  /** Takes each mail over. */
  readonly transport: MailTransport;
  /** The words of a mail. Whatever it throws counts as a failed try. */
  readonly render: (mail: MailToRender) => Pick<OutgoingMail, 'subject' | 'text' | 'html'>;
  /** Public origin without a trailing slash. */
  readonly origin: string;
  /** Milliseconds since the Unix epoch. */
  now(): Instant;
  /** 256 random bits. */
  randomSecret(): string;
  /** Told what became of each mail. */
  readonly report: (outcome: MailOutcome) => void;
}

/** Sends what waits. */
export interface MailSender {
  /**
   * Sends everything that is due, a few at a time, until nothing is or `stop` is aborted; what was begun is finished.
   * Rejects when the storage cannot be used; what was claimed is then due again when its lease is over.
   */
  sendDue(stop?: AbortSignal): Promise<void>;
}

/** More at once than one slow mailbox holds up; less than a mail server takes for an attack. */
const MOST_AT_ONCE = 4;

/** For this long a mail that was claimed is nobody else's; much longer than an attempt may take (`MailTransport.send`). */
const LEASE = 5 * MINUTE;

const FIRST_PAUSE = MINUTE;
const LONGEST_PAUSE = 6 * HOUR;

/** How long a mail is tried (RFC 5321 §4.5.4.1 asks for four to five days). */
const PATIENCE = 5 * DAY;

/** How often the storage is told what became of a mail: forgetting that it was sent would send it again. */
const MOST_NOTES = 4;

/**
 * Sends the mails that wait in the store. Any number of senders may work on one store: a claim makes each mail one
 * sender's. A mail outlives a crash at every point; only when the process ends between the mail server's yes and the
 * note of it, the mail goes out twice, with the same Message-ID.
 */
export function createMailSender(deps: MailSenderDeps): MailSender {
  const { store, transport, render, origin, now, report } = deps;
  const host = new URL(origin).hostname;

  const sendNext = async (): Promise<boolean> => {
    const mail = await store.claimMail({ now: now(), until: now() + LEASE });
    if (mail === undefined) return false;
    const tell = (outcome: MailOutcome['outcome'], error?: string) => {
      const { id: mailId, kind, attempts } = mail;
      report({ mailId, kind, outcome, attempts, ...(error !== undefined && { error }) });
    };
    let isMoot: boolean;
    try {
      isMoot = !(await attempt(mail));
    } catch (error) {
      const retryAt = error instanceof MailRefused ? undefined : nextTry(mail, now());
      const words = error instanceof Error ? error.message : String(error);
      await persist(() => store.noteMailFailed(mail.id, { at: now(), error: words, retryAt }));
      tell(retryAt === undefined ? 'given up' : 'delayed', words);
      return true;
    }
    await persist(() => store.noteMailSent(mail.id));
    tell(isMoot ? 'moot' : 'sent');
    return true;
  };

  /** False when there was nothing to send any more. */
  const attempt = async (mail: Mail): Promise<boolean> => {
    const account = mail.accountId === undefined ? undefined : await store.findAccount(mail.accountId);
    if (isPointless(mail, account)) return false;
    const { kind, facts, createdAt: at } = mail;
    const username = account?.username ?? String(facts.username ?? '');
    const locale = mail.locale ?? account?.locale;
    const rendered = render({ kind, locale, username, facts, at, link: await mintLink(deps, mail) });
    await transport.send({ ...rendered, to: mail.to, messageId: `<${mail.id}.${at.toString(36)}@${host}>` });
    return true;
  };

  return {
    async sendDue(stop) {
      const workers = Array.from({ length: MOST_AT_ONCE }, async () => {
        while (!stop?.aborted && (await sendNext()));
      });
      const outcomes = await Promise.allSettled(workers);
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
  };
}

/** Whether what a mail is about has changed since it was queued, so that it would confuse or its link do nothing. */
function isPointless({ kind, accountId, to }: Mail, account: Account | undefined): boolean {
  if ((accountId !== undefined && account === undefined) || isStandIn(to)) return true;
  switch (kind) {
    case 'confirm email':
      return account === undefined || account.confirmedAt !== undefined || !isSameAddress(claimedAddress(account), to);
    case 'change email':
      return !isSameAddress(account?.unconfirmedEmail ?? '', to);
    case 'reset password':
      return !isSameAddress(account?.email ?? '', to);
    default:
      return false;
  }
}

/** Pauses grow from a minute to six hours; undefined when the time for more is over. */
function nextTry({ attempts, createdAt }: Mail, now: Instant): Instant | undefined {
  const pause = Math.min(FIRST_PAUSE * 3 ** Math.max(0, attempts - 1), LONGEST_PAUSE);
  return now + pause > createdAt + PATIENCE ? undefined : now + pause;
}

async function persist(note: () => Promise<void>): Promise<void> {
  for (let left = MOST_NOTES - 1; ; left -= 1) {
    try {
      return await note();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250 * (MOST_NOTES - left)));
    }
  }
}
