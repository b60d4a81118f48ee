import type { App } from '../protocol/app.ts';
import type { Person } from '../protocol/person.ts';

/** The whole name of an account: `@alice@social.example`. */
export function handleOf({ username }: Pick<Person, 'username'>, issuer: string): string {
  return `@${username}@${new URL(issuer).host}`;
}

/** An account as pages name it. */
export function presentPerson(person: Person, issuer: string) {
  return {
    handle: handleOf(person, issuer),
    displayName: person.displayName || person.username,
    avatarUrl: person.avatarUrl,
  };
}

/** An account that is signed in beside the one in use, with what a form needs to choose it. */
export function presentOther(person: Person, issuer: string) {
  return { accountId: person.id, ...presentPerson(person, issuer) };
}

/** An app as pages name it: its website is shown by its host, which cannot be dressed up. */
export function presentApp({ name, website }: App) {
  return website === undefined ? { name } : { name, websiteUrl: website, websiteHost: new URL(website).host };
}
