import type { AppSummary, HousekeepingRound, Store, Swept, World } from '../flows/ports.ts';
import { type AppDescription, registerApp } from '../flows/register-app.ts';
import { signOutEverywhere } from '../flows/sign-out-everywhere.ts';
import { readAppDescription } from '../mastodon/app-description.ts';
import { mastodonScopes } from '../mastodon/scopes.ts';
import type { AccountId, App, Id, Instant } from '../protocol/app.ts';
import type { Token } from '../protocol/grant.ts';
import { Parameters } from '../protocol/parameters.ts';
import { type ClientSecret, digestOf } from '../protocol/secret.ts';
import { breathe, keepWholeHouse, lastHouseRound } from './house-round.ts';

/** What an operator says of an app; the rules are those of `POST /api/v1/apps`. */
export interface NewAppInput {
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** Separated by spaces; `read` when absent. */
  readonly scopes?: string | undefined;
  readonly website?: string | undefined;
  /** May introspect every token (RFC 7662 §4): for an API of yours that runs elsewhere. */
  readonly resourceServer?: boolean | undefined;
}

/** What an operator may do, as plain functions. Changes hold at once. */
export interface Admin {
  /**
   * Registers an app. The secret is in the answer and nowhere else.
   * @throws ApiError 422 that names all that is wrong
   */
  createApp(input: NewAppInput): Promise<{ readonly app: App; readonly clientSecret: ClientSecret }>;
  /** Newest first. */
  listApps(page?: { readonly limit?: number; readonly before?: Id }): Promise<readonly AppSummary[]>;
  /** By id or client id. */
  findApp(idOrClientId: string): Promise<App | undefined>;
  /** Ends an app and everything that it was given; false when there is no such app. */
  deleteApp(id: Id): Promise<boolean>;
  /** Living tokens, newest first. Secrets are not known to anybody, so none is in them. */
  listTokens(filter?: {
    readonly limit?: number;
    readonly accountId?: AccountId;
    readonly appId?: Id;
  }): Promise<readonly Token[]>;
  /** The token behind a secret that somebody found. */
  findToken(accessToken: string): Promise<Token | undefined>;
  /** Ends one token. */
  revokeToken(token: Pick<Token, 'id' | 'app'> & Partial<Pick<Token, 'accountId'>>): Promise<void>;
  /** Ends one sign-in of an app, with all its tokens; false when it had ended or there is no such grant. */
  revokeGrant(id: Id): Promise<boolean>;
  /** Ends all access of an account: every browser session of the built-in sign-in and every app's tokens. */
  signOutEverywhere(accountId: AccountId): Promise<{ readonly sessions: number; readonly grants: number }>;
  /** Removes what its time is over (decision 21); with `dryRun` only counts it. */
  keepHouse(options?: { readonly dryRun?: boolean }): Promise<readonly Swept[]>;
  /** When that was last done, by any server on the store or by hand, and whether it failed; undefined when never yet. */
  lastHousekeeping(): Promise<{ readonly at: Instant; readonly failed: boolean } | undefined>;
}

/** What the operator's functions work with. */
export interface AdminParts extends Pick<World, 'now' | 'randomSecret' | 'report'> {
  readonly store: Store;
  /** What else is cleaned away in a round of housekeeping. */
  readonly alsoClean?: ((round: HousekeepingRound) => Promise<readonly Swept[]>) | undefined;
}

/** How many rows a list has unless more are asked for. */
const LIST_LIMIT = 100;

/** The operator's functions over a store, also where no server runs. */
export function createAdmin(parts: AdminParts): Admin {
  const { store, now, report } = parts;
  // Nobody signs in here, so nobody's password is asked for.
  const nobody = { findPerson: nothing, authenticate: nothing, identify: nothing };
  const world: World = { ...parts, directory: nobody };
  return {
    async createApp(input) {
      const description = describe(input);
      const { resourceServer = false } = input;
      return registerApp(world, description, 'operator', { resourceServer });
    },
    listApps: ({ limit = LIST_LIMIT, before } = {}) =>
      store.listApps({ limit, ...(before === undefined ? {} : { before }) }),
    findApp: async (given) => (await store.findAppByClientId(given)) ?? store.findApp(given),
    async deleteApp(id) {
      const deleted = await store.deleteApp(id, now());
      if (deleted) report({ event: 'app deleted', appId: id });
      return deleted;
    },
    listTokens: ({ limit = LIST_LIMIT, ...filter } = {}) => store.listTokens({ limit, ...filter }),
    findToken: (accessToken) => store.findToken(digestOf(accessToken)),
    async revokeToken({ id, app, accountId }) {
      await store.revokeToken(id, now());
      report({ event: 'token revoked', tokenId: id, appId: app?.id, accountId });
    },
    revokeGrant: async (id) => (await store.revokeGrant(id, now())) > 0,
    signOutEverywhere: (accountId) => signOutEverywhere(world, accountId),
    keepHouse: ({ dryRun = false } = {}) => keepWholeHouse(parts, { dryRun, pause: breathe }),
    lastHousekeeping: () => lastHouseRound(store),
  };
}

async function nothing(): Promise<undefined> {}

function describe({ name, redirectUris, scopes, website }: NewAppInput): AppDescription {
  const fields = { client_name: name, redirect_uris: redirectUris, scopes, website };
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return readAppDescription(Parameters.fromJson(given), mastodonScopes);
}
