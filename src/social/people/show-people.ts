import { type AccountEntity, accountEntity } from '../../mastodon/entities/account.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';

/** People as others see them. */
export function showPeople(
  { kit }: Pick<SocialDeps, 'kit'>,
  people: readonly SocialPerson[],
): Promise<readonly AccountEntity[]> {
  return Promise.all(people.map(async (person) => accountEntity(person, (await kit.people.profile?.(person)) ?? {})));
}
