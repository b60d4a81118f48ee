import { keptEvents } from '../../accounts/audit/kept-events.ts';
import { ApiError } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { html, type Reply, redirect, withCookies } from '../../http/reply.ts';
import { beginVisit } from '../../http/visit.ts';
import { auditPage } from '../../pages/site/admin/audit.ts';
import type { SiteDeps } from '../site-deps.ts';
import { presentEntries } from './audit-entries.ts';
import { type AskedFilter, readAuditFilter } from './audit-filter.ts';

const PAGE_LENGTH = 50;

/** Who may read the audit log, and who sees addresses in it too. */
const readers: ReadonlySet<string> = new Set(['moderator', 'admin', 'owner']);
const seeAddresses: ReadonlySet<string> = new Set(['admin', 'owner']);

/** `GET /admin/audit`: what happened on this server, for staff; everybody else finds no such page. */
export const showAudit =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const visit = await beginVisit(http, request);
    if (visit.signedIn === undefined) {
      return withCookies(redirect(http.signInWay.signInUrl({ reason: 'nobody' })), visit.cookies);
    }
    const { state, account: known } = visit.signedIn.person;
    const { role } = known.account;
    if (state !== 'active' || !readers.has(role)) throw new ApiError(404, 'Not Found');
    const showsAddresses = seeAddresses.has(role);
    const asked = await readAuditFilter(deps.store, request, showsAddresses);
    const misses = Object.keys(asked.problems).length > 0;
    // One more than is shown tells whether there is more.
    const found = misses ? [] : await deps.store.listAuditEntries({ ...asked.filter, limit: PAGE_LENGTH + 1 });
    const shown = found.slice(0, PAGE_LENGTH);
    const page = auditPage(visit.frame, {
      entries: await presentEntries(deps.store, shown, { showsAddresses }),
      filter: asked.typed,
      problems: asked.problems,
      events: keptEvents,
      showsAddresses,
      newest: asked.filter.before === undefined ? undefined : pathOf(asked),
      older: found.length > PAGE_LENGTH ? pathOf(asked, shown.at(-1)?.id) : undefined,
      without: showsAddresses ? [] : ['apps', 'invites', 'housekeeping'],
    });
    return withCookies(html(page, misses ? 422 : 200), visit.cookies);
  };

/** The same list from another entry on. */
function pathOf({ typed }: AskedFilter, before?: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...typed, before })) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? '/admin/audit' : `/admin/audit?${query}`;
}
