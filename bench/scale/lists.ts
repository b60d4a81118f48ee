import { openSqliteStore } from '../../src/storage/sqlite/open-sqlite-store.ts';
import { short } from './figures.ts';
import type { Figure, Stand } from './measurement.ts';

/** What a person waits for: the lists of the command line and of the administration's pages, and the slowest of them. */
export async function measureLists(stand: Stand): Promise<readonly Figure[]> {
  const store = await openSqliteStore({ path: stand.many.path });
  const account = (await store.findAccountByUsername('person7'))?.id ?? '';
  const appId = (await store.listApps({ limit: 1 }))[0]?.id ?? '';
  const lists: Readonly<Record<string, () => Promise<unknown>>> = {
    'app list': () => store.listApps({ limit: 100 }),
    'app list, by name': () => store.listApps({ limit: 100, name: 'App 77' }),
    'app list, last page': () => store.listApps({ limit: 100, before: '101' }),
    'token list': () => store.listTokens({ limit: 100 }),
    'token list of an account': () => store.listTokens({ limit: 100, accountId: account }),
    'token list of a rare app': () => store.listTokens({ limit: 100, appId }),
    'token list of the most used app': () => store.listTokens({ limit: 100, appId: '1' }),
    'token list of personal tokens': () => store.listTokens({ limit: 100, personal: true, accountId: account }),
    'authorized apps of an account': () => store.listGrants(account),
    'account list': () => store.listAccounts({ limit: 100 }),
    'account list, by name': () => store.listAccounts({ limit: 100, username: 'person77' }),
    'account list, by a part of the address': () => store.listAccounts({ limit: 100, email: '@mail.example' }),
    'account list, by an address': () => store.listAccounts({ limit: 100, address: '192.0.2.1' }),
    'accounts by state': () => store.countAccountsByState(),
    'audit list': () => store.listAuditEntries({ limit: 100 }),
    'audit list of an account': () => store.listAuditEntries({ limit: 100, accountId: account }),
    'audit list of an event': () => store.listAuditEntries({ limit: 100, event: 'grant issued' }),
    'audit list of an address': () => store.listAuditEntries({ limit: 100, address: '192.0.2.1' }),
  };
  const figures: Figure[] = [];
  for (const [name, list] of Object.entries(lists)) {
    const from = performance.now();
    await list();
    const value = performance.now() - from;
    stand.say(`lists: ${name} ${short(value)} ms`);
    figures.push({ what: `list: ${name}`, value, unit: 'ms' });
  }
  await store.close();
  return figures;
}
