import { recordNotFound } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import { handleOf } from '../http/present.ts';
import { type Reply, redirect } from '../http/reply.ts';
import type { Id, Instant } from '../protocol/app.ts';
import type { Person } from '../protocol/person.ts';
import { isShownInLists } from '../protocol/visible-person.ts';
import { profileOf } from './find-people.ts';
import { readLocalUsername } from './local-username.ts';
import type { People } from './people.ts';
import { fieldToHtml, textToHtml } from './text-to-html.ts';

/** What a person's public page shows. Members that end in `Html` are safe HTML. */
export interface ProfileView {
  readonly id: Id;
  readonly url: string;
  readonly displayName: string;
  /** Like `@alice@social.example`. */
  readonly handle: string;
  readonly noteHtml: string;
  readonly avatarUrl: string;
  readonly headerUrl: string;
  readonly fields: readonly { readonly name: string; readonly valueHtml: string }[];
  /** Absent when the account hides its collections. */
  readonly followersCount: number | undefined;
  readonly followingCount: number | undefined;
  readonly createdAt: Instant;
  readonly bot: boolean;
  readonly locked: boolean;
}

/** Reads what the page `/@name` shows; undefined where others find nobody, or somebody suspended. */
export async function readProfile<P extends Person>(
  origin: string,
  people: People<P>,
  handle: string,
): Promise<ProfileView | undefined> {
  const person = await findByHandle(origin, people.findByUsername, handle);
  if (person === undefined) return undefined;
  const profile = await profileOf(people, person);
  const hidden = profile.hideCollections === true;
  return {
    id: person.id,
    url: person.url,
    displayName: person.displayName,
    handle: handleOf(person, origin),
    noteHtml: textToHtml(profile.note ?? ''),
    avatarUrl: person.avatarUrl,
    headerUrl: profile.headerUrl ?? person.avatarUrl,
    fields: (profile.fields ?? []).map(({ name, value }) => ({ name, valueHtml: fieldToHtml(value) })),
    followersCount: hidden ? undefined : profile.followersCount,
    followingCount: hidden ? undefined : profile.followingCount,
    createdAt: profile.createdAt ?? 0,
    bot: profile.bot ?? false,
    locked: profile.locked ?? false,
  };
}

/** `GET /users/:username`: an actor URI opened in a browser leads to the profile page. There is no ActivityPub here. */
export const leadToProfile =
  <P extends Person>(origin: string, findByUsername: NonNullable<People<P>['findByUsername']>) =>
  async (request: Incoming): Promise<Reply> => {
    const person = await findByHandle(origin, findByUsername, request.part('username'));
    if (person === undefined) throw recordNotFound();
    return redirect(person.url);
  };

async function findByHandle<P extends Person>(
  origin: string,
  findByUsername: People<P>['findByUsername'],
  handle: string,
): Promise<P | undefined> {
  const username = readLocalUsername(handle, origin);
  const person = username === undefined ? undefined : await findByUsername?.(username);
  return person !== undefined && isShownInLists(person) ? person : undefined;
}
