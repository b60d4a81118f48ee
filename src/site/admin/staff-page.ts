import { hasRightsOf, seesAddresses } from '../../accounts/moderation/moderation-rules.ts';
import type { AccountPerson } from '../../accounts/person.ts';
import type { Account, AccountRole } from '../../accounts/ports.ts';
import { ApiError } from '../../http/api-error.ts';
import { expiredFormPage } from '../../http/failure-page.ts';
import type { Incoming } from '../../http/incoming.ts';
import { pathOf } from '../../http/paths.ts';
import { html, type Reply, redirect, withCookies } from '../../http/reply.ts';
import { beginVisit, isTrustedForm, type Visit } from '../../http/visit.ts';
import type { HostPerson } from '../../library/host-person.ts';
import type { Markup } from '../../pages/markup.ts';
import type { AdminRoom } from '../../pages/site/admin-layout.ts';
import type { SiteDeps } from '../site-deps.ts';

/** Somebody of the staff before one of the pages of the administration. */
export interface StaffPage {
  readonly request: Incoming;
  readonly visit: Visit<HostPerson<AccountPerson>>;
  /** The reader's own account, as it stands at this request. */
  readonly me: Account;
  /** Whether the reader sees from where people come. */
  readonly seesAddresses: boolean;
  /** Rooms that this reader does not have, for the navigation. */
  readonly without: readonly AdminRoom[];
  /** The page as an answer, with the cookies of the visit. */
  show(page: Markup, status?: number): Reply;
  /** On to another page, after something was done. */
  goTo(path: string): Reply;
}

/** The same with a form that is known to be this browser's own. */
export interface StaffForm extends StaffPage {
  readonly body: Awaited<ReturnType<Incoming['body']>>;
}

type Answer = Reply | Promise<Reply>;

/** There is no such page, or the reader has not the role for it: nobody learns which. */
export const noSuchPage = (): ApiError => new ApiError(404, 'Not Found');

/** Answers `GET` of a page for staff that has at least this role. Nobody is told what others may see. */
export const staffPage =
  (deps: SiteDeps, needed: AccountRole, show: (page: StaffPage) => Answer) =>
  async (request: Incoming): Promise<Reply> => {
    const visit = await beginVisit(deps.kit.http, request);
    if (visit.signedIn === undefined) {
      const page = request.path;
      return withCookies(redirect(deps.kit.http.signInWay.signInUrl({ reason: 'nobody', page })), visit.cookies);
    }
    return show(openPage(deps, request, visit, needed));
  };

/** Answers `POST` of a form of such a page, whose CSRF token is checked here. */
export const staffForm =
  (deps: SiteDeps, needed: AccountRole, act: (form: StaffForm) => Answer) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    const visit = await beginVisit(deps.kit.http, request);
    if (visit.signedIn === undefined)
      return expiredFormPage(deps.kit.http, visit, pathOf(deps.kit.http.issuer, '/admin'));
    // Before the form is judged, so that it tells nobody else that the page is there.
    const page = openPage(deps, request, visit, needed);
    if (!isTrustedForm(deps.kit.http, request, visit, body)) {
      return expiredFormPage(deps.kit.http, visit, pathOf(deps.kit.http.issuer, '/admin'));
    }
    return act({ ...page, body });
  };

function openPage(deps: SiteDeps, request: Incoming, visit: StaffPage['visit'], needed: AccountRole): StaffPage {
  const person = visit.signedIn?.person;
  // The person's state and not the account's own: more may be demanded of a person than of an account.
  if (person === undefined || person.state !== 'active') throw noSuchPage();
  const me = person.account.account;
  if (!hasRightsOf(me.role, needed)) throw noSuchPage();
  return {
    request,
    visit,
    me,
    seesAddresses: seesAddresses(me),
    without: hasRightsOf(me.role, 'admin') ? [] : ['apps', 'invites', 'limits', 'housekeeping'],
    show: (page, status = 200) => withCookies(html(page, status), visit.cookies),
    goTo: (path) => withCookies(redirect(pathOf(deps.kit.http.issuer, path), 303), visit.cookies),
  };
}

/** One value of the query; nothing for a blank. */
export function asked({ request }: StaffPage, name: string): string | undefined {
  const text = request.query.all(name)[0]?.trim();
  return text === '' ? undefined : text;
}

/** The value, if it is one of these. */
export function oneOf<Value extends string>(values: readonly Value[], value: string | undefined): Value | undefined {
  return values.find((known) => known === value);
}

/** A path with those parameters that have a value. */
export function pathWith(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? path : `${path}?${query}`;
}
