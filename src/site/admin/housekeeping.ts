import type { Incoming } from '../../http/incoming.ts';
import type { Reply } from '../../http/reply.ts';
import { housekeepingPage } from '../../pages/site/admin/housekeeping.ts';
import type { SiteDeps } from '../site-deps.ts';
import { asked, staffForm, staffPage } from './staff-page.ts';

/** `GET /admin/housekeeping`: what would be removed now; nothing is. */
export const showHousekeeping = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffPage(deps, 'admin', async (page) => {
    const removed = asked(page, 'removed');
    const swept = await deps.keepHouse({ dryRun: true });
    const view = {
      swept,
      removed: removed !== undefined && /^[0-9]{1,12}$/.test(removed) ? Number(removed) : undefined,
      without: page.without,
    };
    return page.show(housekeepingPage(page.visit.frame, view));
  });

/** `POST /admin/housekeeping`: what the server does every hour, now. */
export const runHousekeeping = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffForm(deps, 'admin', async (form) => {
    const swept = await deps.keepHouse({ dryRun: false });
    const removed = swept.reduce((sum, { rows }) => sum + rows, 0);
    return form.goTo(`/admin/housekeeping?removed=${removed}`);
  });
