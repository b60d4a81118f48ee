import type { AccountPerson } from '../../accounts/person.ts';
import type { Account } from '../../accounts/ports.ts';
import { withLongBody } from '../../accounts/profile/long-bodies.ts';
import type { SignedIn } from '../../flows/sign-in.ts';
import { expiredFormPage } from '../../http/failure-page.ts';
import type { Incoming } from '../../http/incoming.ts';
import { pathOf } from '../../http/paths.ts';
import { html, type Reply, redirect, withCookies } from '../../http/reply.ts';
import { beginVisit, isTrustedForm, type Visit } from '../../http/visit.ts';
import type { HostPerson } from '../../library/host-person.ts';
import type { SettingsRoom } from '../../pages/site/settings-layout.ts';
import type { Parameters } from '../../protocol/parameters.ts';
import type { AccountState } from '../../protocol/person.ts';
import { requireFreshProof } from '../sign-in/fresh-proof.ts';
import type { SiteDeps } from '../site-deps.ts';
import { roomsWithout } from './rooms.ts';

/** A signed-in person before one of the pages of their account. */
export interface SettingsPage {
  readonly request: Incoming;
  readonly visit: Visit<HostPerson<AccountPerson>>;
  readonly signedIn: SignedIn<HostPerson<AccountPerson>>;
  /** As it stands at this request. */
  readonly account: Account;
  /** Rooms that this reader does not have, for the navigation. */
  readonly without: readonly SettingsRoom[];
}

/** The same with a form that is known to be this browser's own. */
export interface SettingsForm extends SettingsPage {
  readonly body: Parameters;
  /** By name; none where the form takes none. */
  readonly files: ReadonlyMap<string, Blob>;
}

type Answer = Reply | Promise<Reply>;

/** Who may use a page. */
export interface SettingsAccess {
  /** States beside `active` in which the page is there; in others it says which state the account is in. */
  readonly states?: readonly AccountState[] | undefined;
  /** Whether the person must have proven lately that it is them, and is asked to do so otherwise. */
  readonly needsProof?: boolean | undefined;
  /** Whether the form takes files, and how many bytes the whole of it may have. */
  readonly withFiles?: number | undefined;
}

/** Answers `GET` of a page of one's own account: leads to the sign-in first, and to the account's state where it may not. */
export const settingsPage =
  (deps: SiteDeps, path: string, show: (page: SettingsPage) => Answer, access: SettingsAccess = {}) =>
  async (request: Incoming): Promise<Reply> => {
    const opened = openPage(deps, request, await beginVisit(deps.kit.http, request), path, access);
    if ('status' in opened) return opened;
    return withCookies(await show(opened), opened.visit.cookies);
  };

/** Answers `POST` of a form of such a page, whose CSRF token is checked here. `path` is the page that has the form. */
export const settingsForm =
  (deps: SiteDeps, path: string, act: (form: SettingsForm) => Answer, access: SettingsAccess = {}) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const visit = await beginVisit(http, request);
    const expired = () => expiredFormPage(http, visit, pathOf(http.issuer, path));
    // Of nobody not even the body is read.
    if (visit.signedIn === undefined) return expired();
    const answer = async () => {
      const { parameters: body, files } = await readForm(request, access.withFiles);
      if (!isTrustedForm(http, request, visit, body)) return expired();
      const opened = openPage(deps, request, visit, path, access);
      if ('status' in opened) return opened;
      return withCookies(await act({ ...opened, body, files }), opened.visit.cookies);
    };
    const isLong = access.withFiles !== undefined && request.hasLongBody;
    return isLong ? withLongBody(visit.signedIn.person.id, answer) : answer();
  };

async function readForm(request: Incoming, withFiles: number | undefined): ReturnType<Incoming['bodyWithFiles']> {
  // A body that can have no files may be no longer than any other.
  const mayHaveFiles = withFiles !== undefined && /^multipart\//i.test(request.header('content-type') ?? '');
  return mayHaveFiles ? request.bodyWithFiles(withFiles) : { parameters: await request.body(), files: new Map() };
}

function openPage(
  deps: SiteDeps,
  request: Incoming,
  visit: SettingsPage['visit'],
  path: string,
  { states = [], needsProof = false }: SettingsAccess,
): SettingsPage | Reply {
  const { http } = deps.kit;
  const { signedIn } = visit;
  if (signedIn === undefined) {
    return withCookies(redirect(http.signInWay.signInUrl({ reason: 'nobody', page: path })), visit.cookies);
  }
  // The person's state and not the account's own: more may be demanded of a person than of an account.
  const {
    account: { account },
    state,
  } = signedIn.person;
  if (state !== 'active' && !states.includes(state)) {
    return withCookies(
      html(http.pages.accountState(visit.frame, { state, confirmationUrl: http.links.confirmation }), 403),
      visit.cookies,
    );
  }
  if (needsProof) {
    const asks = requireFreshProof(deps, request, visit, path);
    if (asks !== undefined) return asks;
  }
  const passwordGrant = http.features.grantTypes.includes('password');
  return { request, visit, signedIn, account, without: roomsWithout({ ...deps.settings, passwordGrant }, account) };
}
