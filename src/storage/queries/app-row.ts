import type { App } from '../../protocol/app.ts';
import type { Digest } from '../../protocol/secret.ts';
import { idOf, isSet, listOf } from '../row-values.ts';
import type { AppTable } from '../schema.ts';

/** The columns of an app under names that collide with no other table's, for joins. */
export const appColumns = [
  'apps.id as app_id',
  'apps.client_id as app_client_id',
  'apps.secret_digest as app_secret_digest',
  'apps.confidential as app_confidential',
  'apps.resource_server as app_resource_server',
  'apps.name as app_name',
  'apps.website as app_website',
  'apps.redirect_uris as app_redirect_uris',
  'apps.scopes as app_scopes',
  'apps.created_at as app_created_at',
] as const;

type AppColumn =
  | 'id'
  | 'client_id'
  | 'secret_digest'
  | 'confidential'
  | 'resource_server'
  | 'name'
  | 'website'
  | 'redirect_uris'
  | 'scopes'
  | 'created_at';

export type AppRow = { readonly [Column in AppColumn as `app_${Column}`]: AppTable[Column] };

/** What a left join gives: all columns are null where there is no app. */
export type JoinedAppRow = { readonly [Column in keyof AppRow]: AppRow[Column] | null };

export function appOf(row: AppRow): App {
  return {
    id: idOf(row.app_id),
    clientId: row.app_client_id,
    secretDigest: (row.app_secret_digest ?? undefined) as Digest | undefined,
    confidential: isSet(row.app_confidential),
    resourceServer: isSet(row.app_resource_server),
    name: row.app_name,
    website: row.app_website ?? undefined,
    redirectUris: listOf(row.app_redirect_uris),
    scopes: listOf(row.app_scopes),
    createdAt: Number(row.app_created_at),
  };
}

export function joinedAppOf(row: JoinedAppRow): App | undefined {
  return row.app_id === null ? undefined : appOf(row as AppRow);
}
