import { request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkQueue, WorkQueues } from '../../accounts/password/work-queue.ts';
import { type NotificationEntity, showNotifications } from '../notifications/notification-entity.ts';
import type { News, PushSubscription } from '../ports.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { openTarget, type PushTarget, publicAddressOf } from './push-target.ts';

/** What became of one message to one subscription. */
export type PushOutcome = 'delivered' | 'gone' | 'refused' | 'unreachable' | 'dropped';

/** Milliseconds that a push service may take. */
const PATIENCE = 10_000;

/** Milliseconds for which a server that stops waits for services. */
const LAST_PATIENCE = 2000;

/** How many messages are on their way at once: in all, to one account, and to one service, which may not answer at all. */
const AT_ONCE = { all: 64, account: 16, service: 8 } as const;

/** How many more may wait for each of these, and for how many milliseconds. */
const WAITING = { waiting: 1000, patience: 60_000 } as const;

/** Milliseconds before another try, where the service was away or too busy. */
const PAUSES = [1000, 5000];

/** Seconds for which the service keeps a message for a phone that is switched off: two days, as Mastodon. */
const TTL = 48 * 60 * 60;

/** Parts of the sender. */
export interface PushSenderParts
  extends Pick<SocialDeps, 'kit' | 'store' | 'origin' | 'secrets' | 'now' | 'pushesToLoopback'> {
  /** Signs for the server (RFC 8292): both keys in base64url. */
  readonly vapid: () => Promise<{ readonly publicKey: string; readonly privateKey: string }>;
  /** Told of each message; never of where it went. */
  readonly report: (outcome: PushOutcome) => void;
}

/**
 * Pushes what people are told of to where their apps asked for it. Only what this process committed: every node does its own, so
 * that nothing is pushed twice. A push may be lost, as any; the notification stays.
 */
export class PushSender {
  readonly #parts: PushSenderParts;
  readonly #all = new WorkQueue({ ...WAITING, atOnce: AT_ONCE.all });
  readonly #accounts = new WorkQueues({ ...WAITING, atOnce: AT_ONCE.account });
  readonly #services = new WorkQueues({ ...WAITING, atOnce: AT_ONCE.service });
  readonly #working = new Set<Promise<void>>();
  readonly #ended = new AbortController();
  #isEnding = false;

  constructor(parts: PushSenderParts) {
    this.#parts = parts;
  }

  /** Begins to push what an account was told of, and returns. */
  hear(news: News & { readonly kind: 'notification' }): void {
    if (this.#isEnding) return;
    const work = this.#push(news).catch(() => this.#parts.report('dropped'));
    this.#working.add(work);
    void work.finally(() => this.#working.delete(work));
  }

  /** Resolves when what is on its way arrived, or had its time to; nothing is begun any more. */
  async close(): Promise<void> {
    this.#isEnding = true;
    const end = setTimeout(() => this.#ended.abort(), LAST_PATIENCE);
    await Promise.all(this.#working);
    clearTimeout(end);
  }

  async #push({ notificationId, accountId }: News & { readonly kind: 'notification' }): Promise<void> {
    const { store, kit, now } = this.#parts;
    const subscriptions = await store.push.listOfAccount(accountId, now());
    if (subscriptions.length === 0) return;
    const [person] = (await kit.people.findMany?.([accountId])) ?? [];
    const found = await store.notifications.find(notificationId, accountId);
    if (person?.state !== 'active' || found === undefined) return;
    const [entity] = await showNotifications(this.#parts, person, [found]);
    if (entity === undefined) return;
    await Promise.all(
      subscriptions.map(async (subscription) => {
        if (!subscription.alerts.includes(found.type)) return;
        if (!(await this.#isWanted(subscription, person, found.fromAccountId))) return;
        await this.#deliver(subscription, entity, person).catch(() => this.#parts.report('dropped'));
      }),
    );
  }

  async #isWanted({ policy }: PushSubscription, person: SocialPerson, from: string): Promise<boolean> {
    const { statuses } = this.#parts.store;
    if (policy === 'all') return true;
    if (policy === 'followed') return (await statuses.findFollowed(person.id, [from])).has(from);
    return policy === 'follower' && (await statuses.findFollowing(person.id, [from])).has(from);
  }

  async #deliver(subscription: PushSubscription, entity: NotificationEntity, person: SocialPerson): Promise<void> {
    const target = openTarget(this.#parts.secrets, subscription.tokenId, subscription.sealedTarget);
    const payload = JSON.stringify(messageOf(entity, person));
    // Whoever waits for one holds those before it: an account may hold up itself, but no service.
    await this.#accounts.run(person.id, () =>
      this.#services.run(new URL(target.endpoint).host, () =>
        this.#all.run(() => this.#sendPatiently(subscription, target, payload)),
      ),
    );
  }

  async #sendPatiently(subscription: PushSubscription, target: PushTarget, payload: string): Promise<void> {
    const { store, report } = this.#parts;
    if (this.#isEnding) return report('dropped');
    for (const pause of [...PAUSES, undefined]) {
      // It may have waited for its turn, or since the try before.
      if (!(await this.#isThere(subscription))) return report('gone');
      const status = await this.#send(target, payload, subscription.standard).catch(() => undefined);
      if (status !== undefined && status >= 200 && status < 300) return report('delivered');
      if (status === 404 || status === 410) {
        await store.push.remove(subscription.tokenId, subscription.id);
        return report('gone');
      }
      if (status !== undefined && status < 500 && status !== 429) return report('refused');
      if (pause === undefined || this.#isEnding) return report('unreachable');
      await sleep(pause, undefined, { signal: this.#ended.signal }).catch(() => {});
    }
  }

  /** Whether the subscription was not replaced, and its token lives. */
  async #isThere({ id, accountId }: PushSubscription): Promise<boolean> {
    const { store, now } = this.#parts;
    return (await store.push.listOfAccount(accountId, now())).some((living) => living.id === id);
  }

  /** @returns the status that the service answered; redirects are not followed */
  async #send(target: PushTarget, payload: string, isStandard: boolean): Promise<number> {
    // Most servers push nothing: the library is loaded with the first message.
    const { default: webPush } = await import('web-push');
    const { vapid, origin, pushesToLoopback } = this.#parts;
    const { endpoint, p256dh, auth } = target;
    const details = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      vapidDetails: { subject: subjectOf(origin), ...(await vapid()) },
      contentEncoding: isStandard ? 'aes128gcm' : 'aesgcm',
      TTL,
      urgency: 'normal',
    });
    const url = new URL(endpoint);
    const address = await publicAddressOf(url.hostname, pushesToLoopback);
    const send = url.protocol === 'https:' ? requestByHttps : requestByHttp;
    return new Promise((resolve, reject) => {
      const outgoing = send(
        {
          host: address,
          servername: url.hostname,
          port: url.port,
          path: `${url.pathname}${url.search}`,
          method: 'POST',
          headers: { ...details.headers, Host: url.host },
          timeout: PATIENCE,
          signal: AbortSignal.any([AbortSignal.timeout(PATIENCE), this.#ended.signal]),
        },
        (incoming) => {
          incoming.resume();
          resolve(incoming.statusCode ?? 0);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(details.body);
    });
  }
}

/** RFC 8292 §2.1 wants an https or mailto address; some services refuse any other, also of a server that is tried out. */
function subjectOf(origin: string): string {
  return origin.startsWith('https:') ? origin : `mailto:nobody@${new URL(origin).hostname}.example`;
}

/** What the app of a phone shows at once; the token is not in it, since this server does not know it. */
function messageOf(entity: NotificationEntity, person: SocialPerson) {
  const name = entity.account.display_name === '' ? entity.account.username : entity.account.display_name;
  const titles = {
    mention: `${name} mentioned you`,
    follow: `${name} followed you`,
    follow_request: `${name} asked to follow you`,
  } as const;
  return {
    preferred_locale: person.account.account.locale ?? 'en',
    notification_id: entity.id,
    notification_type: entity.type,
    icon: entity.account.avatar,
    title: titles[entity.type],
    body: bodyOf(entity),
  };
}

/** Services take four kilobytes in all. */
const LONGEST_BODY = 140;

function bodyOf({ status, account }: NotificationEntity): string {
  const text = status === undefined ? account.note : status.spoiler_text || (status.content ?? '');
  const plain = text
    .replace(/<br[^>]*>|<\/p>\s*<p>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replace(/&(lt|gt|quot|amp|#39);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name] ?? "'");
  return [...plain].slice(0, LONGEST_BODY).join('');
}
