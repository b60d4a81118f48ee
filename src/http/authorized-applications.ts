import type { GrantWithApp } from '../flows/ports.ts';
import type { App, Id } from '../protocol/app.ts';
import type { Person } from '../protocol/person.ts';
import { destinationOf } from '../protocol/redirect-uri.ts';
import { accountStatePage } from './account-state.ts';
import { expiredFormPage } from './failure-page.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { pathOf } from './paths.ts';
import { presentApp } from './present.ts';
import { html, json, type Reply, redirect, withCookies } from './reply.ts';
import { beginVisit, isTrustedForm } from './visit.ts';

const page = '/oauth/authorized_applications';

/** `GET /oauth/authorized_applications`: what has access, and since when (contract §9). Open in every state of the account. */
export const listAuthorizedApplications =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const visit = await beginVisit(deps, request);
    if (visit.signedIn === undefined)
      return withCookies(redirect(deps.signInWay.signInUrl({ reason: 'nobody', page })), visit.cookies);
    const grants = await deps.world.store.listGrants(visit.signedIn.person.id);
    const apps = groupByApp(grants);
    if (wantsJson(request)) {
      const list = apps.map(({ app }) => ({
        id: app.id,
        name: app.name,
        created_at: new Date(app.createdAt).toISOString(),
      }));
      return json(list);
    }
    const { state } = visit.signedIn.person;
    const { confirmation } = deps.links;
    // Who signs in for no app comes here; where nothing is to be seen yet, what the account waits for is what helps.
    if (apps.length === 0 && confirmation !== undefined && (state === 'unconfirmed' || state === 'pending'))
      return withCookies(redirect(confirmation), visit.cookies);
    const revoked = request.query.all('revoked')[0];
    const notice = revoked === 'all' || revoked === 'one' ? { notice: `revoked ${revoked}` as const } : {};
    const personalTokens = grants.filter(({ app }) => app === undefined).length;
    const view = { apps: apps.map(present), personalTokens, reader: visit.signedIn.person, ...notice };
    return withCookies(html(deps.pages.authorizedApplications(visit.frame, view)), visit.cookies);
  };

/** Contract §9: by `Accept`, or by the end of the path. */
function wantsJson(request: Incoming): boolean {
  return request.path.endsWith('.json') || request.prefersJson;
}

interface GrantedApp {
  readonly app: App;
  readonly grants: readonly GrantWithApp[];
}

/** One entry an app, the latest used first. */
function groupByApp(grants: readonly GrantWithApp[]): readonly GrantedApp[] {
  const byApp = new Map<Id, { app: App; grants: GrantWithApp[] }>();
  for (const grant of grants) {
    if (grant.app === undefined) continue;
    const entry = byApp.get(grant.app.id) ?? { app: grant.app, grants: [] };
    entry.grants.push(grant);
    byApp.set(grant.app.id, entry);
  }
  const latest = ({ grants }: GrantedApp) => Math.max(...grants.map((grant) => grant.lastUsedAt ?? grant.createdAt));
  return [...byApp.values()].sort((one, other) => latest(other) - latest(one));
}

function present({ app, grants }: GrantedApp) {
  return {
    appId: app.id,
    ...presentApp(app),
    scopes: [...new Set(grants.flatMap((grant) => grant.scopes))],
    signIns: grants.map((grant) => ({
      grantId: grant.id,
      scopes: grant.scopes,
      createdAt: grant.createdAt,
      ...(grant.lastUsedAt === undefined ? {} : { lastUsedAt: grant.lastUsedAt }),
      ...(grant.redirectUri === undefined ? {} : { destination: destinationOf(grant.redirectUri) }),
    })),
  };
}

/**
 * Ends access: all of it, one app's, or one sign-in's, by which parts the path has. An unknown id changes nothing, and a
 * suspended person may look but not act (contract §9).
 */
export const revokeAuthorizedApplication =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { world } = deps;
    const body = await request.body();
    const visit = await beginVisit(deps, request);
    if (visit.signedIn === undefined || !isTrustedForm(deps, request, visit, body)) {
      return expiredFormPage(deps, visit, pathOf(deps.issuer, page));
    }
    const { person } = visit.signedIn;
    if (person.state === 'suspended') return accountStatePage(deps, visit, person.state);
    const appId = request.part('appId');
    const grantId = request.part('grantId');
    const count = await revoke(deps, person, appId, grantId);
    world.report({
      event: 'grants revoked',
      accountId: person.id,
      appId: appId === '' ? undefined : appId,
      count,
      address: request.address,
    });
    if (wantsJson(request)) return { status: 204, headers: {}, body: null };
    return redirect(pathOf(deps.issuer, `${page}?revoked=${appId === '' ? 'all' : 'one'}`));
  };

async function revoke({ world }: HttpDeps, person: Person, appId: string, grantId: string): Promise<number> {
  const now = world.now();
  if (appId === '') return world.store.revokeGrantsOfAccount(person.id, now);
  if (grantId !== '') return world.store.revokeGrant(grantId, now, person.id);
  return world.store.revokeGrantsOfAccount(person.id, now, appId);
}
