import { publicTo, user } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import { fewAtOnce } from '../few-at-once.ts';
import type { SocialDeps, SocialPerson, SocialRoute } from '../social-deps.ts';
import { showHome, showPublic, showStatusesOfAccount, showTagged } from './show-timelines.ts';

const reads = publicTo('read', 'read:statuses');
const asReader = user('read', 'read:statuses');

/** Lists of statuses. */
export function timelineRoutes(deps: SocialDeps): readonly SocialRoute[] {
  return [
    route<SocialPerson, typeof asReader>('api', 'GET', '/api/v1/timelines/home', asReader, showHome(deps)),
    route<SocialPerson, typeof reads>('api', 'GET', '/api/v1/timelines/public', reads, showPublic(deps)),
    route<SocialPerson, typeof reads>('api', 'GET', '/api/v1/timelines/tag/:hashtag', reads, showTagged(deps)),
    route<SocialPerson, typeof reads>(
      'api',
      'GET',
      '/api/v1/accounts/:id/statuses',
      reads,
      showStatusesOfAccount(deps),
    ),
  ].map((one) => fewAtOnce(deps, one));
}
