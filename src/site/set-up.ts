import { accountLimits } from '../accounts/account-rules.ts';
import { createOwner } from '../accounts/new-account.ts';
import { ApiError } from '../http/api-error.ts';
import { expiredFormPage } from '../http/failure-page.ts';
import type { Incoming } from '../http/incoming.ts';
import { html, type Reply, withCookies } from '../http/reply.ts';
import { signInBrowser } from '../http/sign-in.ts';
import { beginVisit, isTrustedForm } from '../http/visit.ts';
import { type SetUpView, setUpPage } from '../pages/set-up.ts';
import type { SiteDeps } from './site-deps.ts';

/** Without the token nobody learns whether the server was set up. */
const noSuchPage = () => new ApiError(404, 'Not Found');

const noValues = { username: '', email: '', displayName: '' };

/** `GET /auth/setup?token=`: the form for the account of a server's owner; with any other token there is no such page. */
export const showSetUp =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const token = request.query.all('token')[0];
    if (token === undefined || (await deps.setUpLink.vacancyOf(token)) === undefined) throw noSuchPage();
    const visit = await beginVisit(deps.kit.http, request);
    return withCookies(html(setUpPage(visit.frame, { token, values: noValues, problems: [] })), visit.cookies);
  };

/** `POST /auth/setup`: makes the owner's account and signs its owner in. */
export const setUp =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    const token = body.all('token')[0];
    const vacancy = await deps.setUpLink.vacancyOf(token);
    if (token === undefined || vacancy === undefined) throw noSuchPage();
    const visit = await beginVisit(deps.kit.http, request);
    if (!isTrustedForm(deps.kit.http, request, visit, body)) return expiredFormPage(deps.kit.http, visit);
    const values: SetUpView['values'] = {
      username: body.one('username') ?? '',
      email: body.one('email') ?? '',
      displayName: body.one('display_name') ?? '',
    };
    const { world, brand, issuer } = deps.kit.http;
    const serverNames = [brand.name, new URL(issuer).hostname];
    const made = await createOwner(
      { store: deps.store, passwords: deps.passwords, serverNames, now: () => world.now() },
      {
        ...values,
        displayName: [...values.displayName].slice(0, accountLimits.displayName).join(''),
        password: body.one('password') ?? '',
      },
      vacancy,
    );
    if (made.kind === 'not vacant') throw noSuchPage();
    if (made.kind === 'refused') {
      const problems = made.problems.filter((problem): problem is SetUpView['problems'][number] =>
        ['username', 'email', 'password'].includes(problem.field),
      );
      return withCookies(html(setUpPage(visit.frame, { token, values, problems }), 422), visit.cookies);
    }
    return signInBrowser(deps.kit.http, request, visit, made.account.id);
  };
