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
}

export function createSocial(deps: SocialDeps): Social {
  const hub = new StreamHub(deps);
  return {
    routes: socialRoutes(deps, hub),
    upgrade: createWebSockets(deps, hub, new URL(deps.origin).pathname.replace(/\/$/, '')).upgrade,
    streamLoad: () => hub.load,
    end: () => hub.end(),
  };
}
