import type { AppSummary } from '../../flows/ports.ts';
import type { App } from '../../protocol/app.ts';
import { moment } from '../table.ts';

/** An app for scripts; never a credential but its public name, the client id. */
export function appView(app: App) {
  return {
    id: app.id,
    client_id: app.clientId,
    name: app.name,
    website: app.website ?? null,
    redirect_uris: app.redirectUris,
    scopes: app.scopes,
    confidential: app.confidential,
    resource_server: app.resourceServer,
    created_at: new Date(app.createdAt).toISOString(),
  };
}

export function appSummaryView({ people, lastUsedAt, ...app }: AppSummary) {
  return {
    ...appView(app),
    people,
    last_used_at: lastUsedAt === undefined ? null : new Date(lastUsedAt).toISOString(),
  };
}

/** An app for people, as names and values. */
export function appPairs(app: App): ReadonlyArray<readonly [string, string]> {
  return [
    ['Name', app.name],
    ['Website', app.website ?? ''],
    ['Scopes', app.scopes.join(' ')],
    ...app.redirectUris.map((uri) => ['Redirect URI', uri] as const),
    ['Resource server', app.resourceServer ? 'yes: it may introspect every token' : 'no'],
    ['Registered', moment(app.createdAt)],
    ['Id', app.id],
    ['Client id', app.clientId],
  ];
}
