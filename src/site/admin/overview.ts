import type { Incoming } from '../../http/incoming.ts';
import { rateLimits } from '../../http/rate-limiter.ts';
import type { Reply } from '../../http/reply.ts';
import { type LimitView, overviewPage } from '../../pages/site/admin/overview.ts';
import type { SiteDeps } from '../site-deps.ts';
import { staffPage } from './staff-page.ts';

const shown: readonly LimitView['limit'][] = [
  'signInByAccount',
  'signInByAddress',
  'secondFactorByAccount',
  'passwordResetByLogin',
  'signUpByAddress',
  'apiSignUpByAddress',
  'registration',
  'apiByUser',
  'apiByToken',
  'apiByAddress',
];

/** `GET /admin`: how the server stands. */
export const showOverview = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffPage(deps, 'moderator', async ({ visit, without, show }) => {
    const { store, running, settings, version } = deps;
    const [accounts, mails, houseKept] = await Promise.all([
      store.countAccountsByState(),
      store.countMails(),
      running.lastHousekeeping(),
    ]);
    const page = overviewPage(visit.frame, {
      accounts,
      mails: { ...mails, sent: running.sendsMail },
      settings: {
        registrations: settings.registrations,
        invites: settings.invites,
        minimumAge: settings.minimumAge,
        secondFactor: settings.requireSecondFactor,
        passwordGrant: running.passwordGrant,
        authentication: running.requireAuthentication,
      },
      version,
      houseKept,
      limits: shown.map((limit) => limitView(limit, running.rateLimitFactor)),
      without,
    });
    return show(page);
  });

/** As the limiter counts it. */
function limitView(limit: LimitView['limit'], factor: number): LimitView {
  const { max, period } = rateLimits[limit];
  const most = factor === Number.POSITIVE_INFINITY ? undefined : Math.max(1, Math.floor(max * factor));
  return { limit, most, minutes: period / 60_000 };
}
