import type { App } from '../protocol/app.ts';
import type { Person } from '../protocol/person.ts';

/** An account as pages name it. */
export function presentPerson(person: Person, issuer: string) {
  const handle = `@${person.username}@${new URL(issuer).host}`;
  return { handle, displayName: person.displayName || person.username, avatarUrl: person.avatarUrl };
}

/** An account that is signed in beside the one in use, with what a form needs to choose it. */
export function presentOther(person: Person, issuer: string) {
  return { accountId: person.id, ...presentPerson(person, issuer) };
}

/** An app as pages name it: its website is shown by its host, which cannot be dressed up. */
export function presentApp({ name, website }: App) {
  return website === undefined ? { name } : { name, websiteUrl: website, websiteHost: new URL(website).host };
}
