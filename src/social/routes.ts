import { markerRoutes } from './markers/routes.ts';
import { notificationRoutes } from './notifications/routes.ts';
import { pageRoutes } from './pages/routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { pushRoutes } from './push/routes.ts';
import type { SocialDeps, SocialRoute } from './social-deps.ts';
import { statusRoutes } from './statuses/routes.ts';
import { streamingRoutes } from './streaming/routes.ts';
import type { StreamHub } from './streaming/stream-hub.ts';
import { timelineRoutes } from './timelines/routes.ts';

/** What an app shows and does once somebody is signed in. Each topic declares its own methods. */
export function socialRoutes(deps: SocialDeps, hub: StreamHub): readonly SocialRoute[] {
  return [
    ...peopleRoutes(deps),
    ...statusRoutes(deps),
    ...timelineRoutes(deps),
    ...notificationRoutes(deps),
    ...markerRoutes(deps),
    ...pushRoutes(deps),
    ...streamingRoutes(deps, hub),
    ...pageRoutes(deps),
  ];
}
