import { open } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import type { SocialDeps, SocialRoute } from '../social-deps.ts';
import { answerEventStream } from './event-stream.ts';
import type { StreamHub } from './stream-hub.ts';

/**
 * Streams as server-sent events. Open to the guard's first look, since their token may stand in the query: each asks the
 * guard itself.
 */
export function streamingRoutes(deps: SocialDeps, hub: StreamHub): readonly SocialRoute[] {
  const streaming = '/api/v1/streaming';
  const answer = answerEventStream(deps, hub);
  const paths = ['', '/user', '/user/notification', '/public', '/public/local', '/public/remote'];
  return [
    ...paths.map((path) => route('api', 'GET', `${streaming}${path}`, open, answer)),
    route('api', 'GET', `${streaming}/health`, open, () => ({
      status: 200,
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      body: 'OK',
    })),
  ];
}
