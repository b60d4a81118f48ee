import { createListQueue } from './few-at-once.ts';
import { type PushOutcome, PushSender } from './push/push-sender.ts';
import { readVapidKeys } from './push/vapid.ts';
import { socialRoutes } from './routes.ts';
import type { SocialDeps, SocialRoute } from './social-deps.ts';
import { StreamHub, type StreamLoad } from './streaming/stream-hub.ts';
import { createWebSockets, type WebSockets } from './streaming/web-sockets.ts';

/** What an app shows and does once somebody is signed in, as the server puts it together. */
export interface Social {
  readonly routes: readonly SocialRoute[];
  readonly upgrade: WebSockets['upgrade'];
  /** For metrics. */
  streamLoad(): StreamLoad;
  /** Lets go whoever listens: a server that stops must not wait for them. */
  end(): void;
  /** Ends what goes on by itself: streams, and messages on their way. */
  close(): Promise<void>;
}

/**
 * @param parts.listsAtOnce how many long lists are made at a time
 * @param onPush is told what became of each message that was pushed
 */
export function createSocial(
  { listsAtOnce, ...parts }: Omit<SocialDeps, 'lists'> & { readonly listsAtOnce: number },
  onPush: (outcome: PushOutcome) => void = () => {},
): Social {
  const deps: SocialDeps = { ...parts, lists: createListQueue(listsAtOnce) };
  const hub = new StreamHub(deps);
  const sender = new PushSender({ ...deps, vapid: () => readVapidKeys(deps.store, deps.secrets), report: onPush });
  const endNews = deps.store.onNews((news, from) => {
    if (from === 'here' && news.kind === 'notification') sender.hear(news);
  });
  return {
    routes: socialRoutes(deps, hub),
    upgrade: createWebSockets(deps, hub, new URL(deps.origin).pathname.replace(/\/$/, '')).upgrade,
    streamLoad: () => hub.load,
    end: () => hub.end(),
    close: async () => {
      endNews();
      hub.end();
      await sender.close();
    },
  };
}
