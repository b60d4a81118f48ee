import { publicTo, user } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import { fewAtOnce } from '../few-at-once.ts';
import type { SocialDeps, SocialPerson, SocialRoute } from '../social-deps.ts';
import { deleteStatus, showContext, showManyStatuses, showStatus, showStatusSource } from './look-at-statuses.ts';
import { postStatus } from './post-status.ts';

const readsStatuses = publicTo('read', 'read:statuses');
const asReader = user('read', 'read:statuses');
const writesStatuses = user('write', 'write:statuses');

/** Posting, reading and deleting. */
export function statusRoutes(deps: SocialDeps): readonly SocialRoute[] {
  const [all, one] = ['/api/v1/statuses', '/api/v1/statuses/:id'];
  return [
    route<SocialPerson, typeof writesStatuses>('api', 'POST', all, writesStatuses, postStatus(deps)),
    fewAtOnce(
      deps,
      route<SocialPerson, typeof readsStatuses>('api', 'GET', all, readsStatuses, showManyStatuses(deps)),
    ),
    route<SocialPerson, typeof readsStatuses>('api', 'GET', one, readsStatuses, showStatus(deps)),
    route<SocialPerson, typeof writesStatuses>('api', 'DELETE', one, writesStatuses, deleteStatus(deps)),
    fewAtOnce(
      deps,
      route<SocialPerson, typeof readsStatuses>('api', 'GET', `${one}/context`, readsStatuses, showContext(deps)),
    ),
    route<SocialPerson, typeof asReader>('api', 'GET', `${one}/source`, asReader, showStatusSource(deps)),
  ];
}
