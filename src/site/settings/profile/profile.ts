import { changeProfile, type ProfileChoice, profileLimits } from '../../../accounts/profile/change-profile.ts';
import { pathOf } from '../../../http/paths.ts';
import { html, type Reply, redirect } from '../../../http/reply.ts';
import { type ProfileFormView, profileFormPage } from '../../../pages/site/settings/profile.ts';
import { actsOf } from '../../acts-of.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm, SettingsPage } from '../settings-page.ts';

/** `GET /settings/profile`. */
export function showProfileForm(page: SettingsPage): Reply {
  const notice = page.request.query.all('done')[0] === 'saved' ? 'saved' : undefined;
  return show(page, page.account, { notice });
}

/** `POST /settings/profile`. */
export async function saveProfile(deps: SiteDeps, form: SettingsForm): Promise<Reply> {
  const { request, account } = form;
  const choice = readChoice(form);
  const problems = await changeProfile(actsOf(deps), account, choice, { address: request.address });
  if (problems.length > 0) return show(form, choice, { problems }, 422);
  return redirect(pathOf(deps.kit.http.issuer, '/settings/profile?done=saved'));
}

/** Boxes that are not ticked send nothing, and fields that are not sent count as empty. */
function readChoice({ body }: SettingsForm): ProfileChoice {
  const isTicked = (name: string) => body.oneOrBlank(name) !== undefined;
  return {
    displayName: body.one('display_name') ?? '',
    note: body.one('note') ?? '',
    fields: Array.from({ length: profileLimits.fields }, (_, place) => ({
      name: body.one(`field_name_${place}`) ?? '',
      value: body.one(`field_value_${place}`) ?? '',
    })),
    locked: isTicked('locked'),
    bot: isTicked('bot'),
    discoverable: isTicked('discoverable'),
    hideCollections: isTicked('hide_collections'),
  };
}

function show(
  { visit, signedIn, without }: SettingsPage,
  { displayName, note, fields, locked, bot, discoverable, hideCollections }: ProfileChoice,
  told: Pick<Partial<ProfileFormView>, 'problems' | 'notice'>,
  status = 200,
): Reply {
  const view: ProfileFormView = {
    without,
    displayName,
    note,
    fields: Array.from({ length: profileLimits.fields }, (_, place) => fields[place] ?? { name: '', value: '' }),
    locked,
    bot,
    discoverable: discoverable ?? false,
    hideCollections: hideCollections ?? false,
    profileUrl: signedIn.person.url,
    problems: [],
    ...told,
  };
  return html(profileFormPage(visit.frame, view), status);
}
