import { exportAccount } from '../../../accounts/export/export-account.ts';
import { accountKey } from '../../../http/limits/limit-keys.ts';
import { countOn, rateLimits } from '../../../http/rate-limiter.ts';
import { html, type Reply } from '../../../http/reply.ts';
import { exportPage } from '../../../pages/site/settings/export.ts';
import { actsOf } from '../../acts-of.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm, SettingsPage } from '../settings-page.ts';
import { streamJson } from './stream-json.ts';

/** `GET /settings/export`. */
export function showExport({ visit, without }: SettingsPage): Reply {
  return html(exportPage(visit.frame, { without }));
}

/** `POST /settings/export`: the file. */
export async function downloadExport(deps: SiteDeps, { request, account }: SettingsForm): Promise<Reply> {
  const { http } = deps.kit;
  await countOn(request, http.limiter, rateLimits.exportByAccount, accountKey(account.id));
  const own = await exportAccount(actsOf(deps), account);
  const more = await deps.exportMore(account);
  http.world.report({ event: 'export made', accountId: account.id, address: request.address });
  const day = new Date(http.world.now()).toISOString().slice(0, 10);
  const name = `${account.username}-${new URL(http.issuer).hostname}-${day}.json`;
  const pieces = streamJson({ server: http.issuer, ...own.members, ...more.members }, { ...own.lists, ...more.lists });
  return {
    status: 200,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
    },
    body: ReadableStream.from(pieces).pipeThrough(new TextEncoderStream()) as ReadableStream<Uint8Array<ArrayBuffer>>,
  };
}
