import type { AccountActs } from '../accounts/account-acts.ts';
import type { SiteDeps } from './site-deps.ts';

/** What acts on accounts are made with, out of what the site's pages share. */
export function actsOf({ kit, store, passwords, mails }: SiteDeps): AccountActs {
  const { world, brand, issuer } = kit.http;
  return {
    store,
    passwords,
    mails,
    serverNames: [brand.name, new URL(issuer).host],
    now: () => world.now(),
    randomSecret: () => world.randomSecret(),
    report: (event) => world.report(event),
  };
}
