import { keptEvents } from '../../accounts/audit/kept-events.ts';
import { auditPage } from '../../pages/site/admin/audit.ts';
import type { SiteDeps } from '../site-deps.ts';
import { presentEntries } from './audit-entries.ts';
import { type AskedFilter, readAuditFilter } from './audit-filter.ts';
import { pathWith, staffPage } from './staff-page.ts';

const PAGE_LENGTH = 50;

/** `GET /admin/audit`: what happened on this server; addresses for those who see them elsewhere too. */
export const showAudit = (deps: SiteDeps) =>
  staffPage(deps, 'moderator', async ({ request, visit, seesAddresses: showsAddresses, without, show }) => {
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
      without,
    });
    return show(page, misses ? 422 : 200);
  });

/** The same list from another entry on. */
function pathOf({ typed }: AskedFilter, before?: string): string {
  return pathWith('/admin/audit', { ...typed, before });
}
