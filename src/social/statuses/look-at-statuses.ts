import type { Caller, UserCaller } from '../../http/access.ts';
import { recordNotFound, validationFailed } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { accountKey } from '../../http/limits/limit-keys.ts';
import { countOn } from '../../http/rate-limiter.ts';
import { json, type Reply } from '../../http/reply.ts';
import { postingLimits } from '../posting-limits.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { findReadable, readableOf } from './find-readable.ts';
import { readThread, threadLimits } from './read-thread.ts';
import { showStatuses } from './show-statuses.ts';

/** More ids than these are refused. */
const MAX_IDS = 20;

type MaybeCaller = Caller<SocialPerson> | undefined;

/** `GET /api/v1/statuses/:id`. */
export const showStatus =
  (deps: SocialDeps) =>
  async (request: Incoming, caller: MaybeCaller): Promise<Reply> => {
    const status = await findReadable(deps, caller?.person, request.part('id'));
    const [entity] = await showStatuses(deps, caller?.person, [status]);
    if (entity === undefined) throw recordNotFound();
    return json(entity);
  };

/** `GET /api/v1/statuses?id[]=`: unknown ids, and those that the caller may not read, are left out. */
export const showManyStatuses =
  (deps: SocialDeps) =>
  async (request: Incoming, caller: MaybeCaller): Promise<Reply> => {
    const ids = [...new Set(request.query.all('id'))];
    if (ids.length > MAX_IDS) throw validationFailed([`Id is too long (maximum is ${MAX_IDS} ids)`]);
    const readable = await readableOf(deps, caller?.person, await deps.store.statuses.findMany(ids));
    return json(await showStatuses(deps, caller?.person, readable));
  };

/** `DELETE /api/v1/statuses/:id`: answers with the text as it was written, so that it can be written anew. */
export const deleteStatus =
  (deps: SocialDeps) =>
  async (request: Incoming, { person }: UserCaller<SocialPerson>): Promise<Reply> => {
    await countOn(request, deps.kit.http.limiter, postingLimits.deletions, accountKey(person.id));
    const removed = await deps.store.statuses.remove(request.part('id'), person.id);
    const [entity] = removed === undefined ? [] : await showStatuses(deps, person, [removed], { withSource: true });
    if (entity === undefined) throw recordNotFound();
    return json(entity);
  };

/** `GET /api/v1/statuses/:id/source`: the text as it was written, for whoever may read the status. */
export const showStatusSource =
  (deps: SocialDeps) =>
  async (request: Incoming, { person }: UserCaller<SocialPerson>): Promise<Reply> => {
    const { id, text, spoilerText } = await findReadable(deps, person, request.part('id'));
    return json({ id, text, spoiler_text: spoilerText });
  };

/** `GET /api/v1/statuses/:id/context`: what it answers, and what answers it, as far as the caller may read it. */
export const showContext =
  (deps: SocialDeps) =>
  async (request: Incoming, caller: MaybeCaller): Promise<Reply> => {
    const viewer = caller?.person;
    const { id } = await findReadable(deps, viewer, request.part('id'));
    return json(await readThread(deps, viewer, id, viewer ? threadLimits.person : threadLimits.everybody));
  };
