import { deleteOwnAccount, isOnlyOwner, wasEverActive } from '../../../accounts/deletion/delete-account.ts';
import { html, type Reply } from '../../../http/reply.ts';
import { type DeleteView, deletedPage, deletePage } from '../../../pages/site/settings/delete.ts';
import { actsOf } from '../../acts-of.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm, SettingsPage } from '../settings-page.ts';

/** `GET /settings/delete`. */
export async function showDelete(
  deps: SiteDeps,
  { visit, account, without }: SettingsPage,
  told: Pick<DeleteView, 'typed' | 'problem'> = {},
  status = 200,
): Promise<Reply> {
  const view = {
    without,
    username: account.username,
    freesName: !wasEverActive(account),
    isOnlyOwner: await isOnlyOwner(actsOf(deps), account),
    ...told,
  };
  return html(deletePage(visit.frame, view), status);
}

/** `POST /settings/delete`: ends the account for ever, when its name was typed. */
export async function deleteAccount(deps: SiteDeps, form: SettingsForm): Promise<Reply> {
  const { request, visit, account, body } = form;
  const typed = body.one('username')?.trim() ?? '';
  if (typed.replace(/^@/, '').toLowerCase() !== account.username.toLowerCase()) {
    return showDelete(deps, form, { typed, problem: 'other name' }, 422);
  }
  const outcome = await deleteOwnAccount(actsOf(deps), account, { address: request.address });
  // What else could have changed in this moment is shown by the page as it now is.
  if (outcome === 'only owner' || outcome === 'overtaken') return showDelete(deps, form, {}, 409);
  return html(deletedPage(visit.frame));
}
