import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** A mail as it reached the server: what a program that reads mail would show of it. */
export interface ReceivedMail {
  /** The address that the sending server named (`RCPT TO`), whatever the header says. */
  readonly to: string;
  /** The address in the `To` header. */
  readonly toHeader: string;
  /** The address and the name in the `From` header. */
  readonly from: { readonly address: string; readonly name: string };
  /** `MAIL FROM`. */
  readonly envelopeFrom: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** By name in lower case, unparsed and unfolded; the first of each name. */
  readonly headers: Readonly<Record<string, string>>;
  /** With its angle brackets. */
  readonly messageId: string;
  /** Every address of a page in the text, in its order, then those of the HTML that the text lacks. */
  readonly links: readonly string[];
  /** The message byte for byte, as Latin-1. */
  readonly source: string;
}

/** Which mail is meant: words in its subject, or whatever else tells it. */
export type WantedMail = string | RegExp | ((mail: ReceivedMail) => boolean);

/** How a {@link Mailbox} is made. */
export interface MailboxOptions {
  /** Credentials that are demanded, and part of {@link Mailbox.url}. */
  readonly auth?: { readonly user: string; readonly password: string };
  /** Offers `STARTTLS` with a certificate that nobody trusts. */
  readonly startTls?: boolean;
}

/** Where the server fails: before it knows the recipient, or when it has the whole message. */
export type MailStage = 'connection' | 'recipient' | 'message';

const LONGEST_WAIT = 10_000;

/** A real SMTP server on a free port of this machine that keeps what it is sent, and fails when a test wants it to. */
export class Mailbox {
  readonly #server: SMTPServer;
  readonly #options: MailboxOptions;
  readonly #mails: ReceivedMail[] = [];
  readonly #taken = new Set<ReceivedMail>();
  readonly #waiting = new Set<() => void>();
  readonly #failures = new Map<MailStage, { left: number; readonly code: number; readonly words: string }>();
  readonly #held: (() => void)[] = [];
  #hanging: MailStage | undefined;
  #port = 0;
  /** How many connections were begun. */
  connections = 0;

  private constructor(options: MailboxOptions) {
    this.#options = options;
    const { auth } = options;
    this.#server = new SMTPServer({
      name: 'mail.test',
      disableReverseLookup: true,
      authOptional: auth === undefined,
      allowInsecureAuth: true,
      disabledCommands: [...(options.startTls ? [] : ['STARTTLS']), ...(auth === undefined ? ['AUTH'] : [])],
      closeTimeout: 100,
      onConnect: (_session, done) => {
        this.connections += 1;
        this.#act('connection', done);
      },
      onAuth: (given, _session, done) => {
        if (given.username === auth?.user && given.password === auth?.password) done(null, { user: given.username });
        else done(new Error('Wrong name or password'));
      },
      onRcptTo: (_address, _session, done) => this.#act('recipient', done),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          this.#act('message', (error) => {
            if (error) done(error);
            else this.#keep(Buffer.concat(chunks), session).then(() => done(), done);
          });
        });
      },
    });
    // Connections that break are what tests are about.
    this.#server.on('error', () => undefined);
  }

  /** Listens on a free port of 127.0.0.1. */
  static async start(options: MailboxOptions = {}): Promise<Mailbox> {
    const mailbox = new Mailbox(options);
    await mailbox.#listen(0);
    return mailbox;
  }

  /** What `SMTP_URL` is set to. */
  get url(): string {
    const { auth } = this.#options;
    const credentials = auth && `${encodeURIComponent(auth.user)}:${encodeURIComponent(auth.password)}@`;
    return `smtp://${credentials ?? ''}127.0.0.1:${this.#port}`;
  }

  /** Every mail that was accepted, oldest first, whether a test asked for it or not. */
  get all(): readonly ReceivedMail[] {
    return this.#mails;
  }

  /** Every mail that was accepted for an address, oldest first. */
  to(address: string): readonly ReceivedMail[] {
    return this.#mails.filter((mail) => mail.to.toLowerCase() === address.toLowerCase());
  }

  /**
   * The oldest mail to an address that no call gave yet; waits for it, and throws when it does not come in time.
   * @param wanted words of its subject, or a test of the whole
   */
  async next(address: string, wanted: WantedMail = () => true, patience = LONGEST_WAIT): Promise<ReceivedMail> {
    const deadline = Date.now() + patience;
    for (;;) {
      const mail = this.take(address, wanted);
      if (mail !== undefined) return mail;
      const left = deadline - Date.now();
      if (left <= 0) {
        const came = this.#mails.map(({ to, subject }) => `\n  ${to}: ${subject}`).join('');
        throw new Error(`No mail to ${address} came that was meant by ${wanted}. There came:${came || ' none'}`);
      }
      await this.#arrival(left);
    }
  }

  /** The oldest mail to an address that no call gave yet, when it is here already. */
  take(address: string, wanted: WantedMail = () => true): ReceivedMail | undefined {
    const mail = this.to(address).find((one) => !this.#taken.has(one) && isMeant(one, wanted));
    if (mail !== undefined) this.#taken.add(mail);
    return mail;
  }

  /** Refuses the next `count` attempts with this SMTP code: 4xx for now, 5xx for good. */
  failNext(count: number, code: number, stage: MailStage = 'recipient', words = 'refused by the test'): void {
    this.#failures.set(stage, { left: count, code, words });
  }

  /** Answers nothing any more from this stage on, until {@link recover}; `message` leaves open whether it was taken. */
  hang(stage: MailStage = 'connection'): void {
    this.#hanging = stage;
  }

  /** Answers again, those who still wait included. */
  recover(): void {
    this.#hanging = undefined;
    this.#failures.clear();
    for (const go of this.#held.splice(0)) go();
  }

  /** Stops listening and ends every connection, as a server that goes down. */
  async stop(): Promise<void> {
    this.#held.length = 0;
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }

  /** Ends the server. */
  close(): Promise<void> {
    return this.stop();
  }

  async #listen(port: number): Promise<void> {
    const listening = this.#server.listen(port, '127.0.0.1');
    await once(listening, 'listening');
    this.#port = (listening.address() as AddressInfo).port;
  }

  /** Goes on, refuses, or keeps somebody waiting, as the test wants it at this stage. */
  #act(stage: MailStage, done: (error?: Error | null) => void): void {
    if (this.#hanging === stage) {
      this.#held.push(() => done());
      return;
    }
    const failure = this.#failures.get(stage);
    if (failure === undefined || failure.left === 0) {
      done();
      return;
    }
    failure.left -= 1;
    done(Object.assign(new Error(failure.words), { responseCode: failure.code }));
  }

  async #keep(source: Buffer, session: SMTPServerSession): Promise<void> {
    const parsed = await simpleParser(source, { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true });
    const headers: Record<string, string> = {};
    for (const { key, line } of parsed.headerLines) {
      headers[key] ??= line
        .slice(line.indexOf(':') + 1)
        .replace(/\r?\n(?=[ \t])/g, '')
        .trim();
    }
    const [from] = parsed.from?.value ?? [];
    const [toHeader] = [parsed.to ?? []].flat().flatMap(({ value }) => value);
    const text = parsed.text ?? '';
    const html = parsed.html || '';
    for (const { address } of session.envelope.rcptTo) {
      this.#mails.push({
        to: address,
        toHeader: toHeader?.address ?? '',
        from: { address: from?.address ?? '', name: from?.name ?? '' },
        envelopeFrom: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
        subject: parsed.subject ?? '',
        text,
        html,
        headers,
        messageId: parsed.messageId ?? '',
        links: [...new Set([...linksIn(text), ...hrefsIn(html)])],
        source: source.toString('latin1'),
      });
    }
    for (const wake of this.#waiting) wake();
  }

  /** Resolves when a mail arrives or the time is over. */
  #arrival(patience: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, patience);
      this.#waiting.add(wake);
    });
  }
}

function isMeant(mail: ReceivedMail, wanted: WantedMail): boolean {
  if (typeof wanted === 'function') return wanted(mail);
  return typeof wanted === 'string' ? mail.subject.includes(wanted) : wanted.test(mail.subject);
}

function linksIn(text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([link]) => link.replace(/[.,;:!?)\]]+$/, ''));
}

function hrefsIn(html: string): string[] {
  return [...html.matchAll(/\shref="(https?:[^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
}
