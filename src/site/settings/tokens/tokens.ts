import {
  listPersonalTokens,
  makePersonalToken,
  revokePersonalToken,
  scopesToGive,
  type TokenWish,
  tokenLifetimes,
} from '../../../accounts/tokens/personal-tokens.ts';
import { pathOf } from '../../../http/paths.ts';
import { html, type Reply, redirect } from '../../../http/reply.ts';
import { type NewTokenView, newTokenPage, tokenMadePage } from '../../../pages/site/settings/new-token.ts';
import { tokensPage } from '../../../pages/site/settings/tokens.ts';
import { actsOf } from '../../acts-of.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm, SettingsPage } from '../settings-page.ts';

/** `GET /settings/tokens`. */
export async function showTokens(deps: SiteDeps, { request, visit, account, without }: SettingsPage): Promise<Reply> {
  const tokens = await listPersonalTokens(actsOf(deps), account.id);
  const notice = request.query.all('done')[0] === 'revoked' ? 'revoked' : undefined;
  return html(tokensPage(visit.frame, { without, tokens, notice }));
}

/** `GET /settings/tokens/new`: what only reads is chosen already. */
export function showNewToken(deps: SiteDeps, page: SettingsPage): Reply {
  return ask(deps, page, { name: '', scopes: ['read'], days: 90 }, []);
}

/** `POST /settings/tokens`: makes a token, and shows it in the answer and never again. */
export async function makeToken(deps: SiteDeps, form: SettingsForm): Promise<Reply> {
  const { request, visit, account, without, body } = form;
  const days = body.one('days');
  const wish: TokenWish = {
    name: body.one('name') ?? '',
    scopes: body.all('scopes'),
    days: days === 'never' ? days : tokenLifetimes.find((lifetime) => String(lifetime) === days),
  };
  const offered = deps.kit.http.vocabulary.supported;
  const outcome = await makePersonalToken(actsOf(deps), account, wish, offered, { address: request.address });
  if (outcome.kind === 'refused') return ask(deps, form, wish, outcome.problems, 422);
  return html(tokenMadePage(visit.frame, { without, token: outcome.token }));
}

/** `POST|DELETE /settings/tokens/:id`: ends a token at once. An unknown one, or another person's, changes nothing. */
export async function revokeToken(deps: SiteDeps, { request, account }: SettingsForm): Promise<Reply> {
  await revokePersonalToken(actsOf(deps), account.id, request.part('id'), { address: request.address });
  return redirect(pathOf(deps.kit.http.issuer, '/settings/tokens?done=revoked'));
}

function ask(
  { kit }: SiteDeps,
  { visit, account, without }: SettingsPage,
  { name, scopes, days }: TokenWish,
  problems: NewTokenView['problems'],
  status = 200,
): Reply {
  const offered = scopesToGive(kit.http.vocabulary.supported, account);
  const view = { without, name, offered, scopes, lifetimes: tokenLifetimes, lifetime: days, problems };
  return html(newTokenPage(visit.frame, view), status);
}
