import type { AppSummary } from '../../flows/ports.ts';
import type { Incoming } from '../../http/incoming.ts';
import type { Reply } from '../../http/reply.ts';
import { appPage, deleteAppPage } from '../../pages/site/admin/app.ts';
import { appsPage } from '../../pages/site/admin/apps.ts';
import { requireFreshProof } from '../sign-in/fresh-proof.ts';
import type { SiteDeps } from '../site-deps.ts';
import { presentEntries } from './audit-entries.ts';
import { asked, noSuchPage, pathWith, type StaffPage, staffForm, staffPage } from './staff-page.ts';

const PAGE_LENGTH = 40;

/** How much of what happened stands on the page of an app. */
const HISTORY = 10;

/** `GET /admin/apps`: every app, narrowed by a part of the name. */
export const showApps = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffPage(deps, 'admin', async (page) => {
    const search = asked(page, 'search');
    const before = asked(page, 'before');
    const pathFrom = (id?: string) => pathWith('/admin/apps', { search, before: id });
    const found = await deps.store.listApps({
      limit: PAGE_LENGTH + 1,
      ...(search === undefined ? {} : { name: search }),
      ...(before === undefined ? {} : { before }),
    });
    const apps = found.slice(0, PAGE_LENGTH);
    const view = {
      apps,
      search,
      newest: before === undefined ? undefined : pathFrom(),
      older: found.length > PAGE_LENGTH ? pathFrom(apps.at(-1)?.id) : undefined,
      deleted: asked(page, 'done') === 'deleted',
      without: page.without,
    };
    return page.show(appsPage(page.visit.frame, view));
  });

/** @throws ApiError 404 */
async function findApp({ store }: SiteDeps, { request }: StaffPage): Promise<AppSummary> {
  const app = await store.findApp(request.part('id'));
  // The list is the one place that counts people; the page before the next id begins with this app.
  const [summary] =
    app === undefined ? [] : await store.listApps({ limit: 1, before: (BigInt(app.id) + 1n).toString() });
  if (summary === undefined || summary.id !== app?.id) throw noSuchPage();
  return summary;
}

/** `GET /admin/apps/:id`: what is known of an app, and from where it registered while the audit log knows. */
export const showApp = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffPage(deps, 'admin', async (page) => {
    const app = await findApp(deps, page);
    const { store } = deps;
    const [entries, [registration]] = await Promise.all([
      store.listAuditEntries({ appId: app.id, limit: HISTORY }),
      store.listAuditEntries({ appId: app.id, event: 'app registered', limit: 1 }),
    ]);
    const view = {
      ...app,
      registeredFrom: registration?.address,
      entries: await presentEntries(store, entries, { showsAddresses: page.seesAddresses }),
      without: page.without,
    };
    return page.show(appPage(page.visit.frame, view));
  });

/** `GET /admin/apps/:id/delete`: says what it means, and asks for a second word. */
export const showDeleteApp = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffPage(deps, 'admin', async (page) => {
    const app = await findApp(deps, page);
    const asks = requireFreshProof(deps, page.request, page.visit, `/admin/apps/${app.id}/delete`);
    return asks ?? page.show(deleteAppPage(page.visit.frame, { ...app, without: page.without }));
  });

/** `POST /admin/apps/:id/delete`: ends the app and everything that it was given. */
export const deleteApp = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffForm(deps, 'admin', async (form) => {
    const { id } = await findApp(deps, form);
    const asks = requireFreshProof(deps, form.request, form.visit, `/admin/apps/${id}/delete`);
    if (asks !== undefined) return asks;
    const { world } = deps.kit.http;
    if (await deps.store.deleteApp(id, world.now())) {
      const { address } = form.request;
      world.report({ event: 'app deleted', appId: id, actorId: form.me.id, address });
    }
    return form.goTo('/admin/apps?done=deleted');
  });
