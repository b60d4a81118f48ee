import type { AuditFilter } from '../../accounts/ports.ts';
import type { Incoming } from '../../http/incoming.ts';
import type { AuditView } from '../../pages/site/admin/audit.ts';
import type { SiteDeps } from '../site-deps.ts';

/** What a query asks of the audit log: as it was typed, as the store understands it, and what cannot be looked for. */
export interface AskedFilter {
  readonly typed: AuditView['filter'];
  readonly filter: Omit<AuditFilter, 'limit'>;
  readonly problems: AuditView['problems'];
}

const DAY = 86_400_000;

const ID = /^[1-9][0-9]{0,18}$/;

/** Longer than anything that could be found. */
const LONGEST = 300;

/**
 * Reads the filters of a query. Blank fields narrow nothing.
 * @param mayUseAddress whether the reader may see addresses: else the filter would tell them
 */
export async function readAuditFilter(
  store: Pick<SiteDeps['store'], 'findAccountByLogin' | 'findAppByClientId'>,
  { query }: Pick<Incoming, 'query'>,
  mayUseAddress: boolean,
): Promise<AskedFilter> {
  const given = (name: string) => {
    const value = query.all(name)[0]?.trim().slice(0, LONGEST);
    return value === undefined || value === '' ? undefined : value;
  };
  const typed = {
    event: given('event'),
    account: given('account'),
    app: given('app'),
    address: mayUseAddress ? given('address') : undefined,
    since: given('since'),
    until: given('until'),
  };
  const accountId = typed.account === undefined ? undefined : await accountOf(store, typed.account);
  const appId = typed.app === undefined ? undefined : await appOf(store, typed.app);
  const [since, until] = [dayOf(typed.since), dayOf(typed.until)];
  const before = given('before');
  return {
    typed,
    filter: {
      event: typed.event,
      accountId,
      appId,
      address: typed.address,
      since,
      until: until === undefined ? undefined : until + DAY,
      before: before !== undefined && ID.test(before) ? before : undefined,
    },
    problems: {
      ...(typed.account !== undefined && accountId === undefined && { account: 'unknownAccount' }),
      ...(typed.app !== undefined && appId === undefined && { app: 'unknownApp' }),
      ...(typed.since !== undefined && since === undefined && { since: 'unknownDay' }),
      ...(typed.until !== undefined && until === undefined && { until: 'unknownDay' }),
    },
  };
}

/** Digits are an id, of an account that may be deleted; people whose name is digits are found by `@`. */
async function accountOf(
  store: Pick<SiteDeps['store'], 'findAccountByLogin'>,
  text: string,
): Promise<string | undefined> {
  return ID.test(text) ? text : (await store.findAccountByLogin(text.replace(/^@/, '')))?.id;
}

async function appOf(store: Pick<SiteDeps['store'], 'findAppByClientId'>, text: string): Promise<string | undefined> {
  return ID.test(text) ? text : (await store.findAppByClientId(text))?.id;
}

/** The beginning of a day of UTC. */
function dayOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const instant = Date.parse(text);
  // The 31st of February is understood as a day of March.
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text ? undefined : instant;
}
