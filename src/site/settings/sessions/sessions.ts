import { endOtherSessions, endSession, listOpenSessions } from '../../../accounts/sessions.ts';
import { pathOf } from '../../../http/paths.ts';
import { html, type Reply, redirect } from '../../../http/reply.ts';
import { sessionsPage } from '../../../pages/site/settings/sessions.ts';
import type { Digest } from '../../../protocol/secret.ts';
import { actsOf } from '../../acts-of.ts';
import { browserOf } from '../../browser-of.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm, SettingsPage } from '../settings-page.ts';

/** `GET /settings/sessions`: where somebody is signed in. */
export async function showSessions(deps: SiteDeps, page: SettingsPage): Promise<Reply> {
  const { request, visit, signedIn, account, without } = page;
  const sessions = await listOpenSessions(actsOf(deps), account.id);
  const ended = request.query.all('ended')[0];
  const view = {
    without,
    sessions: sessions.map(({ id, digest, address, userAgent, createdAt, lastUsedAt }) => ({
      sessionId: id,
      ...browserOf(userAgent),
      address,
      signedInAt: createdAt,
      lastUsedAt,
      isThisOne: digest === signedIn.binding,
    })),
    notice: ended === 'one' || ended === 'others' ? ended : undefined,
  } as const;
  return html(sessionsPage(visit.frame, view));
}

/** `POST|DELETE /settings/sessions/:id`: ends one. An unknown one, or another person's, changes nothing. */
export async function endOneSession(deps: SiteDeps, { request, account }: SettingsForm): Promise<Reply> {
  await endSession(actsOf(deps), account.id, request.part('id'), { address: request.address });
  return redirect(pathOf(deps.kit.http.issuer, '/settings/sessions?ended=one'));
}

/** `POST /settings/sessions/end_others`: ends all but this browser's. */
export async function endOthers(deps: SiteDeps, { request, account, signedIn }: SettingsForm): Promise<Reply> {
  await endOtherSessions(actsOf(deps), account.id, signedIn.binding as Digest, { address: request.address });
  return redirect(pathOf(deps.kit.http.issuer, '/settings/sessions?ended=others'));
}
