import type { Revocation } from '../../flows/ports.ts';
import type { Id } from '../../protocol/app.ts';
import type { Token } from '../../protocol/grant.ts';
import { showNotifications } from '../notifications/notification-entity.ts';
import type { News, Status } from '../ports.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { showStatuses } from '../statuses/show-statuses.ts';
import { belongsInHome, isInLanguage } from '../timelines/read-home.ts';
import { hearsNotifications, type StreamName } from './stream-names.ts';

/** Something that happened, as streams tell it. */
export interface StreamEvent {
  readonly event: 'update' | 'delete' | 'notification';
  /** JSON of an entity, or an id. */
  readonly payload: string;
}

/** An app that listens. */
export interface Listener {
  readonly person: SocialPerson;
  readonly token: Token;
  /** What it listens to; may change meanwhile. */
  readonly streams: ReadonlySet<StreamName>;
  /** @param stream for which of its streams it is told */
  tell(stream: StreamName, event: StreamEvent): void;
  /** Whether what it may do is as it was; rejects when that cannot be found out. */
  stillMay(): Promise<boolean>;
  /** Lets it go. */
  end(): void;
}

/** How many one token may have open, so that one app cannot take them all. */
const MOST_OF_TOKEN = 32;

/** How many tokens are looked at at once. */
const JUDGED_AT_ONCE = 16;

/** News that waits beyond this is dropped: streams show what is new, and timelines have everything. */
const MOST_WAITING = 1000;

/** What may be told of streams, for metrics. */
export interface StreamLoad {
  readonly open: number;
  /** Events that were told since the start. */
  readonly told: number;
}

/**
 * Tells apps that listen what happened, each only what its person may read, and lets them go when what they may do ends: the
 * token, its grant, its app, or the account. What happened is read once, however many listen.
 */
export class StreamHub {
  readonly #deps: Pick<SocialDeps, 'kit' | 'store' | 'origin'>;
  readonly #listeners = new Set<Listener>();
  readonly #ofToken = new Map<Id, Set<Listener>>();
  /** Tokens of which something may have ended, to be looked at. */
  readonly #inDoubt = new Set<Id>();
  #judging = false;
  readonly #unsubscribe: (() => void)[] = [];
  #telling: Promise<void> = Promise.resolve();
  #waiting = 0;
  #told = 0;
  #ended = false;

  constructor(deps: Pick<SocialDeps, 'kit' | 'store' | 'origin'>) {
    this.#deps = deps;
  }

  get load(): StreamLoad {
    return { open: this.#listeners.size, told: this.#told };
  }

  /** @returns why it may not listen; undefined when it does from now on */
  add(listener: Listener): 'too many' | 'ending' | undefined {
    if (this.#ended) return 'ending';
    const ofToken = this.#ofToken.get(listener.token.id) ?? new Set();
    if (ofToken.size >= MOST_OF_TOKEN) return 'too many';
    this.#ofToken.set(listener.token.id, ofToken.add(listener));
    this.#listeners.add(listener);
    if (this.#unsubscribe.length === 0) this.#subscribe();
    // What ended after it was admitted, and before it was here to be told.
    this.#doubt(listener.token.id);
    return undefined;
  }

  /** Nobody tells it anything any more. */
  remove(listener: Listener): void {
    this.#listeners.delete(listener);
    const ofToken = this.#ofToken.get(listener.token.id);
    ofToken?.delete(listener);
    if (ofToken?.size === 0) this.#ofToken.delete(listener.token.id);
    if (this.#listeners.size > 0) return;
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
  }

  /** Lets everyone go and takes nobody any more. */
  end(): void {
    this.#ended = true;
    for (const listener of [...this.#listeners]) this.#letGo(listener);
  }

  #subscribe(): void {
    const { store } = this.#deps;
    this.#unsubscribe.push(store.onNews((news) => this.#hear(news)));
    const ending = store.onRevocation?.((revocation) => this.#judge(revocation));
    if (ending !== undefined) this.#unsubscribe.push(ending);
  }

  #letGo(listener: Listener): void {
    this.remove(listener);
    listener.end();
  }

  #judge(revocation: Revocation): void {
    for (const [id, [listener]] of this.#ofToken) {
      if (listener !== undefined && concerns(revocation, listener.token)) this.#doubt(id);
    }
  }

  #doubt(tokenId: Id): void {
    this.#inDoubt.add(tokenId);
    if (!this.#judging) void this.#judgeAll();
  }

  /** A few tokens at a time: of thousands at once, none would be looked at sooner. */
  async #judgeAll(): Promise<void> {
    this.#judging = true;
    while (this.#inDoubt.size > 0) {
      const some = [...this.#inDoubt].slice(0, JUDGED_AT_ONCE);
      // Before they are looked at: what ends meanwhile puts them back.
      for (const id of some) this.#inDoubt.delete(id);
      await Promise.all(some.map((id) => this.#judgeToken(id)));
    }
    this.#judging = false;
  }

  /** All who listen with one token stand and fall together. What cannot be found out now may have ended. */
  async #judgeToken(id: Id): Promise<void> {
    const [listener] = this.#ofToken.get(id) ?? [];
    if (listener === undefined || (await listener.stillMay().catch(() => false))) return;
    for (const one of [...(this.#ofToken.get(id) ?? [])]) this.#letGo(one);
  }

  /** One after the other, so that everybody hears what happened in its order. */
  #hear(news: News): void {
    if (this.#waiting >= MOST_WAITING) return;
    this.#waiting += 1;
    this.#telling = this.#telling
      .then(() => this.#tell(news))
      // Nobody is told then; the timelines have it.
      .catch(() => {})
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  async #tell(news: News): Promise<void> {
    if (news.kind === 'status') return this.#tellOfStatus(news.statusId);
    if (news.kind === 'notification') return this.#tellOfNotification(news);
    return this.#tellOfDeletion(news);
  }

  async #tellOfStatus(id: string): Promise<void> {
    const status = await this.#deps.store.statuses.find(id);
    if (status === undefined) return;
    const isPublic =
      status.visibility === 'public' &&
      (status.inReplyToAccountId === undefined || status.inReplyToAccountId === status.accountId);
    const atHome = await this.#homesOf(status);
    // An author sees a little more of what is their own, and everybody else the same.
    const shown = new Map<boolean, StreamEvent | undefined>();
    const eventFor = async (person: SocialPerson) => {
      const isOwn = person.id === status.accountId;
      if (!shown.has(isOwn)) {
        const [entity] = await showStatuses(this.#deps, person, [status]);
        shown.set(isOwn, entity && { event: 'update', payload: JSON.stringify(entity) });
      }
      return shown.get(isOwn);
    };
    for (const listener of [...this.#listeners]) {
      const event = await this.#eventIfHeard(listener, { isPublic, atHome, eventFor });
      if (event === undefined) continue;
      if (atHome.has(listener.person.id)) this.#tellOne(listener, 'user', event);
      if (isPublic) for (const name of ['public', 'public:local'] as const) this.#tellOne(listener, name, event);
    }
  }

  async #eventIfHeard(
    { person, streams }: Listener,
    told: {
      readonly isPublic: boolean;
      readonly atHome: ReadonlySet<string>;
      eventFor(person: SocialPerson): Promise<StreamEvent | undefined>;
    },
  ): Promise<StreamEvent | undefined> {
    const hears =
      (streams.has('user') && told.atHome.has(person.id)) ||
      (told.isPublic && (streams.has('public') || streams.has('public:local')));
    return hears ? told.eventFor(person) : undefined;
  }

  /** The people who listen to their own stream and have the status in their home timeline. */
  async #homesOf(status: Status): Promise<ReadonlySet<string>> {
    const { statuses } = this.#deps.store;
    const people = this.#peopleWith('user');
    const following = await statuses.findFollowing(status.accountId, people);
    const answered = status.inReplyToAccountId;
    const followsAnswered =
      answered === undefined ? undefined : await statuses.findFollowing(answered, [...following.keys()]);
    const homes = people.filter((id) => {
      if (id === status.accountId) return true;
      if (!following.has(id)) return false;
      return (
        isInLanguage(status, following.get(id)) && belongsInHome(status, id, () => followsAnswered?.has(id) ?? false)
      );
    });
    return new Set(homes);
  }

  async #tellOfNotification(news: News & { readonly kind: 'notification' }): Promise<void> {
    const hearing = [...this.#listeners].filter(
      ({ person, streams, token }) =>
        person.id === news.accountId &&
        (streams.has('user:notification') || (streams.has('user') && hearsNotifications(token.scopes))),
    );
    const [first] = hearing;
    if (first === undefined) return;
    const found = await this.#deps.store.notifications.find(news.notificationId, news.accountId);
    const [entity] = found === undefined ? [] : await showNotifications(this.#deps, first.person, [found]);
    if (entity === undefined) return;
    const event: StreamEvent = { event: 'notification', payload: JSON.stringify(entity) };
    for (const listener of hearing) {
      if (hearsNotifications(listener.token.scopes)) this.#tellOne(listener, 'user', event);
      this.#tellOne(listener, 'user:notification', event);
    }
  }

  /** Those are told who may have seen it. */
  async #tellOfDeletion(news: News & { readonly kind: 'status deleted' }): Promise<void> {
    const following = await this.#deps.store.statuses.findFollowing(news.accountId, this.#peopleWith('user'));
    const event: StreamEvent = { event: 'delete', payload: news.statusId };
    for (const listener of [...this.#listeners]) {
      const { id } = listener.person;
      const isNamed = news.mentionedIds.includes(id);
      const mayHaveSeen = news.visibility === 'direct' ? isNamed : isNamed || following.has(id);
      if (id === news.accountId || mayHaveSeen) this.#tellOne(listener, 'user', event);
      if (news.visibility !== 'public') continue;
      for (const name of ['public', 'public:local'] as const) this.#tellOne(listener, name, event);
    }
  }

  #peopleWith(stream: StreamName): readonly string[] {
    const ids = new Set<string>();
    for (const { person, streams } of this.#listeners) if (streams.has(stream)) ids.add(person.id);
    return [...ids];
  }

  #tellOne(listener: Listener, stream: StreamName, event: StreamEvent): void {
    if (!listener.streams.has(stream) || !this.#listeners.has(listener)) return;
    this.#told += 1;
    listener.tell(stream, event);
  }
}

/** Whether what a token may do may have changed. */
function concerns(revocation: Revocation, token: Token): boolean {
  switch (revocation.kind) {
    case 'token':
      return revocation.tokenId === token.id;
    case 'grant':
      return revocation.grantId === token.grantId;
    case 'account':
      return (
        revocation.accountId === token.accountId &&
        (revocation.appId === undefined || revocation.appId === token.app?.id)
      );
    case 'app':
      return revocation.appId === token.app?.id;
    case 'unknown':
      return true;
  }
}
