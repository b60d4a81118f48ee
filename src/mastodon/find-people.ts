import { recordNotFound } from '../http/api-error.ts';
import { isAccountId } from '../protocol/account-id.ts';
import type { AccountId } from '../protocol/app.ts';
import type { Person } from '../protocol/person.ts';
import { isFoundByOthers } from '../protocol/visible-person.ts';
import { type AccountEntity, accountEntity } from './entities/account.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import type { People, Profile } from './people.ts';

/** The person whom an id names, whatever their state; a client may have sent anything as the id. */
export async function findById<P extends Person>(
  { directory }: Pick<MastodonDeps<P>, 'directory'>,
  id: string,
): Promise<P | undefined> {
  return isAccountId(id) ? directory.findPerson(id) : undefined;
}

/** The people whom ids name, each once and in the order of the ids; unknown ids are left out. */
export async function findByIds<P extends Person>(
  deps: Pick<MastodonDeps<P>, 'directory' | 'people'>,
  ids: readonly string[],
): Promise<readonly P[]> {
  const sought: readonly AccountId[] = [...new Set(ids)].filter(isAccountId);
  if (deps.people.findMany !== undefined) return sought.length === 0 ? [] : deps.people.findMany(sought);
  const found = await Promise.all(sought.map((id) => deps.directory.findPerson(id)));
  return found.filter((person) => person !== undefined);
}

/**
 * The person, if others may know of them.
 * @throws ApiError 404
 */
export function foundByOthers<P extends Person>(person: P | undefined): P {
  if (person === undefined || !isFoundByOthers(person)) throw recordNotFound();
  return person;
}

/** What is shown of a person. */
export async function profileOf<P extends Person>(people: People<P>, person: P): Promise<Profile> {
  return (await people.profile?.(person)) ?? {};
}

/** A person as others see them. */
export async function showPerson<P extends Person>(people: People<P>, person: P): Promise<AccountEntity> {
  return accountEntity(person, await profileOf(people, person));
}
