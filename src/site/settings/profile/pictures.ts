import type { PictureChange } from '../../../accounts/ports.ts';
import { changeProfile } from '../../../accounts/profile/change-profile.ts';
import { readPicture } from '../../../accounts/profile/read-picture.ts';
import { pathOf } from '../../../http/paths.ts';
import { type Reply, redirect } from '../../../http/reply.ts';
import type { ProfileFormProblem } from '../../../pages/site/settings/profile.ts';
import { actsOf } from '../../acts-of.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm } from '../settings-page.ts';
import { showProblems } from './profile.ts';

/** `POST /settings/profile/pictures`. Nothing is changed when anything is wrong. */
export async function savePictures(deps: SiteDeps, form: SettingsForm): Promise<Reply> {
  const { request, account, body } = form;
  const { changes, problems } = await readChanges(deps, form);
  const descriptions = {
    avatarDescription: body.one('avatar_description') ?? '',
    headerDescription: body.one('header_description') ?? '',
  };
  const show = (found: readonly ProfileFormProblem[]) =>
    showProblems(deps, form, { ...account, ...descriptions }, found);
  if (problems.length > 0) return show(problems);
  const refused = await changeProfile(actsOf(deps), account, descriptions, { address: request.address }, changes);
  if (refused.length > 0) return show(refused);
  return redirect(pathOf(deps.kit.http.issuer, '/settings/profile?done=saved'));
}

/** A file counts more than the box beside it; browsers send an empty file where none was chosen. */
async function readChanges(deps: SiteDeps, { body, files }: SettingsForm) {
  const changes: PictureChange[] = [];
  const problems: ProfileFormProblem[] = [];
  const at = deps.kit.http.world.now();
  for (const kind of ['avatar', 'header'] as const) {
    const file = files.get(kind);
    if (file === undefined || file.size === 0) {
      if (body.oneOrBlank(`${kind}_remove`) !== undefined) changes.push({ kind, picture: undefined, at });
      continue;
    }
    const picture = await readPicture(kind, new Uint8Array(await file.arrayBuffer()));
    if (typeof picture === 'string') problems.push({ part: kind, problem: picture });
    else changes.push({ kind, picture, at });
  }
  return { changes, problems };
}
