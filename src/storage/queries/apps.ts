import type { AppSummary, NewApp } from '../../flows/ports.ts';
import type { App, Id, Instant } from '../../protocol/app.ts';
import { compiledOnce } from '../compiled-once.ts';
import { flag, listText, optionalInstantOf, soughtId } from '../row-values.ts';
import type { Db } from '../schema.ts';
import { appColumns, appOf } from './app-row.ts';
import { contains, isNowhere } from './text-search.ts';

export async function addApp(db: Db, id: bigint, app: NewApp): Promise<App> {
  const [row] = await insertApp(db, {
    id,
    clientId: app.clientId,
    secretDigest: app.secretDigest ?? null,
    confidential: flag(app.confidential),
    resourceServer: flag(app.resourceServer),
    name: app.name,
    website: app.website ?? null,
    redirectUris: listText(app.redirectUris),
    scopes: listText(app.scopes),
    createdAt: app.createdAt,
  });
  if (row === undefined) throw new Error('An app that was just added is not there');
  return appOf(row);
}

const insertApp = compiledOnce(
  (
    db,
    values: {
      id: bigint;
      clientId: string;
      secretDigest: string | null;
      confidential: number;
      resourceServer: number;
      name: string;
      website: string | null;
      redirectUris: string;
      scopes: string;
      createdAt: number;
    },
  ) =>
    db
      .insertInto('apps')
      .values({
        id: values.id,
        client_id: values.clientId,
        secret_digest: values.secretDigest,
        confidential: values.confidential,
        resource_server: values.resourceServer,
        name: values.name,
        website: values.website,
        redirect_uris: values.redirectUris,
        scopes: values.scopes,
        created_at: values.createdAt,
      })
      .returning(appColumns),
);

export async function findApp(db: Db, id: Id): Promise<App | undefined> {
  const row = await livingApps(db).where('apps.id', '=', soughtId(id)).executeTakeFirst();
  return row && appOf(row);
}

/** For compiling once: every request of a token begins with it. */
export function appByClientId(db: Db, clientId: string) {
  return livingApps(db).where('apps.client_id', '=', clientId);
}

export async function listApps(
  db: Db,
  page: { readonly limit: number; readonly before?: Id; readonly name?: string },
): Promise<readonly AppSummary[]> {
  if (isNowhere(page.name)) return [];
  let query = livingApps(db)
    .select((app) => [
      app
        .selectFrom('grants')
        .whereRef('grants.app_id', '=', 'apps.id')
        .where('grants.revoked_at', 'is', null)
        .select((grant) => grant.fn.count('grants.account_id').distinct().as('people'))
        .as('people'),
      app
        .selectFrom('grants')
        .whereRef('grants.app_id', '=', 'apps.id')
        .select((grant) => grant.fn.max('grants.last_used_at').as('last_used_at'))
        .as('last_used_at'),
    ])
    .orderBy('apps.id', 'desc')
    .limit(page.limit);
  if (page.before !== undefined) query = query.where('apps.id', '<', soughtId(page.before));
  if (page.name !== undefined) query = query.where(contains('apps.name', page.name));
  const rows = await query.execute();
  return rows.map((row) => ({
    ...appOf(row),
    people: Number(row.people),
    lastUsedAt: optionalInstantOf(row.last_used_at),
  }));
}

export async function noteConsentPage(db: Db, id: Id, at: Instant): Promise<void> {
  await db
    .updateTable('apps')
    .set({ consent_page_at: at })
    .where('id', '=', soughtId(id))
    .where('consent_page_at', 'is', null)
    .execute();
}

/**
 * Whether a grant lives is always asked together with its app's `deleted_at`, so this one change ends every grant below
 * the app, also one that is inserted at this moment.
 */
export async function deleteApp(db: Db, id: Id, at: Instant): Promise<boolean> {
  const deleted = await db
    .updateTable('apps')
    .set({ deleted_at: at })
    .where('id', '=', soughtId(id))
    .where('deleted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return deleted !== undefined;
}

function livingApps(db: Db) {
  return db.selectFrom('apps').select(appColumns).where('apps.deleted_at', 'is', null);
}
