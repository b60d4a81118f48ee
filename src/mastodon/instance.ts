import { isShownInLists } from '../accounts/visible-account.ts';
import { json, type Reply } from '../http/reply.ts';
import { type InstanceFacts, instanceEntity, instanceV1Entity } from './entities/instance.ts';
import type { MastodonDeps } from './mastodon-deps.ts';

/** `GET /api/v2/instance`. */
export const showInstance = (deps: MastodonDeps) => async (): Promise<Reply> =>
  json(instanceEntity(await readFacts(deps)));

/** `GET /api/v1/instance`. */
export const showInstanceV1 = (deps: MastodonDeps) => async (): Promise<Reply> => {
  const [facts, userCount] = await Promise.all([readFacts(deps), deps.store.countAccounts()]);
  return json(instanceV1Entity(facts, userCount));
};

async function readFacts(deps: MastodonDeps): Promise<InstanceFacts> {
  const { origin, instance, vapidPublicKey, version, store } = deps;
  const { contactUsername } = instance;
  const account = contactUsername === undefined ? undefined : await store.findAccountByUsername(contactUsername);
  const contact = account !== undefined && isShownInLists(account) ? account : undefined;
  return { origin, settings: instance, vapidPublicKey, version, contact };
}
