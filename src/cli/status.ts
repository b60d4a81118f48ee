import { withOperator } from './operator.ts';
import { facts } from './table.ts';
import { print, printJson } from './terminal.ts';

/** `status`: how many people there are in which state, what the settings say of joining, and whether mails get out. */
export async function runStatus({ json }: { readonly json?: boolean }): Promise<void> {
  await withOperator(async ({ config, store }) => {
    const [accounts, mails] = await Promise.all([store.countAccountsByState(), store.countMails()]);
    const { registrations, invites, minimumAge, requireSecondFactor, passwordGrant, rateLimitFactor, smtpUrl } = config;
    const limits = rateLimitFactor === Number.POSITIVE_INFINITY ? 'off' : rateLimitFactor;
    if (json) {
      return printJson({
        accounts,
        mails,
        registrations,
        invites,
        minimum_age: minimumAge ?? null,
        require_second_factor: requireSecondFactor,
        password_grant: passwordGrant,
        rate_limit_factor: limits,
        smtp: smtpUrl !== undefined,
      });
    }
    print(
      facts([
        ...Object.entries(accounts).map(([state, count]) => [`Accounts, ${state}`, String(count)] as const),
        ['Mails that wait', String(mails.waiting)],
        ['Mails given up', String(mails.failed)],
        ['Mail server', smtpUrl === undefined ? 'none: mails are printed by the server' : 'set'],
        ['Registrations', registrations],
        ['Invites', invites],
        ['Minimum age', minimumAge === undefined ? 'none' : String(minimumAge)],
        ['Second factor demanded', requireSecondFactor],
        ['Password for bots', passwordGrant ? 'on' : 'off'],
        ['Rate limits', limits === 1 ? 'as documented' : limits === 'off' ? 'off' : `times ${limits}`],
      ]),
    );
  });
}
