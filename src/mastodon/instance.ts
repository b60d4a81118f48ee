import { json, type Reply } from '../http/reply.ts';
import type { Person } from '../protocol/person.ts';
import { isShownInLists } from '../protocol/visible-person.ts';
import { type InstanceFacts, instanceEntity, instanceV1Entity } from './entities/instance.ts';
import { showPerson } from './find-people.ts';
import type { InstanceDeps } from './instance-deps.ts';

/** `GET /api/v2/instance`. */
export const showInstance =
  <P extends Person>(deps: InstanceDeps<P>) =>
  async (): Promise<Reply> =>
    json(instanceEntity(await readFacts(deps)));

/** `GET /api/v1/instance`. */
export const showInstanceV1 =
  <P extends Person>(deps: InstanceDeps<P>) =>
  async (): Promise<Reply> => {
    const { people } = deps;
    const [facts, users, statuses] = await Promise.all([
      readFacts(deps),
      people.count?.() ?? 0,
      people.countStatuses?.() ?? 0,
    ]);
    return json(instanceV1Entity(facts, { users, statuses }));
  };

async function readFacts<P extends Person>(deps: InstanceDeps<P>): Promise<InstanceFacts> {
  const { issuer, instance, vapidPublicKey, version, people } = deps;
  const { contactUsername } = instance;
  const person = contactUsername === undefined ? undefined : await people.findByUsername?.(contactUsername);
  const contact = person !== undefined && isShownInLists(person) ? await showPerson(people, person) : undefined;
  return { issuer, settings: instance, vapidPublicKey, version, contact };
}
