import type { SignUpChoice, SignUpProblem } from '../../mastodon/sign-ups.ts';
import type { Id } from '../../protocol/app.ts';
import { findInvite } from '../invites/invites.ts';
import { prepare, tidy } from '../new-account.ts';
import { type Account, type Invite, InviteNotGood, NameTaken, type NewAccount } from '../ports.ts';
import { addressMail, waitingFor } from './claimed-address.ts';
import type { SignUpDeps } from './sign-up-deps.ts';
import { findSignUpProblems } from './sign-up-rules.ts';

/** The account, or why there is none. `closed`: nobody may sign up. `invite not good`: not by this invite. */
export type SignUp =
  | { readonly kind: 'signed up'; readonly account: Account }
  | { readonly kind: 'closed' }
  | { readonly kind: 'invite not good' }
  | { readonly kind: 'refused'; readonly problems: readonly SignUpProblem[] };

/** How somebody signs up: through an app, or in a browser, where an app's request may wait. */
export interface SignUpWay {
  readonly appId?: Id | undefined;
  readonly authorization?: string | undefined;
}

/** What lets somebody in. */
export type Entrance =
  | { readonly kind: 'open'; readonly needsApproval: boolean; readonly invite: Invite | undefined }
  | { readonly kind: 'closed' }
  | { readonly kind: 'invite not good' };

/** Whether somebody with this invite, or without one, may sign up now. */
export async function findEntrance(
  deps: Pick<SignUpDeps, 'store' | 'settings' | 'now'>,
  code: string | undefined,
): Promise<Entrance> {
  const { registrations } = deps.settings;
  if (code !== undefined && code !== '') {
    const invite = await findInvite(deps, code);
    return invite === undefined ? { kind: 'invite not good' } : { kind: 'open', needsApproval: false, invite };
  }
  if (registrations === 'closed') return { kind: 'closed' };
  return { kind: 'open', needsApproval: registrations === 'approval', invite: undefined };
}

/**
 * Makes an account whose address waits to be proven, and queues the mail for that, in one commit with the use of the
 * invite. A taken username is told, for names are public; a taken address never is: such an account waits for ever, and the
 * owner of the address gets a mail.
 */
export async function signUp(deps: SignUpDeps, choice: SignUpChoice, by: SignUpWay): Promise<SignUp> {
  const entrance = await findEntrance(deps, choice.invite);
  if (entrance.kind !== 'open') return entrance;
  const tidied = tidy(choice);
  const { needsApproval } = entrance;
  const problems = [
    ...(await findSignUpProblems(tidied, { ...deps, needsReason: needsApproval, now: deps.now() })),
    ...(await findTakenName(deps, tidied.username)),
  ];
  if (problems.length > 0) return { kind: 'refused', problems };
  const draft = await prepare(deps, {
    username: tidied.username,
    email: tidied.email,
    password: choice.password,
    locale: knownLanguage(deps.languages, choice.locale),
    reason: needsApproval ? choice.reason?.trim() : undefined,
    appId: by.appId,
    state: 'unconfirmed',
  });
  try {
    const facts = needsApproval ? { ...draft, approvedAt: undefined } : draft;
    const account = await add(deps, facts, entrance.invite, by.authorization);
    deps.mails.wake();
    return { kind: 'signed up', account };
  } catch (error) {
    if (error instanceof InviteNotGood) return { kind: 'invite not good' };
    if (error instanceof NameTaken) return { kind: 'refused', problems: [{ field: 'username', code: 'taken' }] };
    throw error;
  }
}

/** For all problems at once; who comes first is decided when the account is added. */
async function findTakenName({ store }: SignUpDeps, username: string): Promise<readonly SignUpProblem[]> {
  const isName = /^[A-Za-z0-9_]{1,30}$/.test(username);
  const taken = isName && (await store.findAccountByUsername(username)) !== undefined;
  return taken ? [{ field: 'username', code: 'taken' }] : [];
}

/** @throws NameTaken for the username, InviteNotGood */
async function add(
  deps: SignUpDeps,
  draft: NewAccount,
  invite: Invite | undefined,
  authorization: string | undefined,
): Promise<Account> {
  const { store } = deps;
  const address = draft.email;
  const beside = invite && { invite: { digest: invite.digest, at: deps.now() } };
  const addFor = async (account: NewAccount, holder: Account | undefined) =>
    store.addAccount(account, {
      ...beside,
      mail: (made) => addressMail(made, address, holder, { now: deps.now(), authorization }),
    });
  const holder = await store.findAccountByLogin(address);
  if (holder !== undefined) return addFor({ ...draft, ...waitingFor(address) }, holder);
  try {
    return await addFor(draft, undefined);
  } catch (error) {
    if (!(error instanceof NameTaken) || error.field === 'username') throw error;
    // Somebody else named the address at this very moment.
    return addFor({ ...draft, ...waitingFor(address) }, await store.findAccountByLogin(address));
  }
}

/** The language of pages and mails that comes nearest to a tag; undefined where none does. */
export function knownLanguage(languages: readonly string[], tag: string | undefined): string | undefined {
  const wanted = tag?.trim().toLowerCase();
  return (
    languages.find((language) => language.toLowerCase() === wanted) ??
    languages.find((language) => language.toLowerCase() === wanted?.split(/[-_]/, 1)[0])
  );
}
