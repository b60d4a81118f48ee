import { pictureUrlOf } from '../../../accounts/picture-urls.ts';
import type { Account } from '../../../accounts/ports.ts';
import {
  changeProfile,
  type FurtherChoice,
  type ProfileChoice,
  profileLimits,
} from '../../../accounts/profile/change-profile.ts';
import { pathOf } from '../../../http/paths.ts';
import { html, type Reply, redirect } from '../../../http/reply.ts';
import { type ProfileFormView, profileFormPage } from '../../../pages/site/settings/profile.ts';
import { actsOf } from '../../acts-of.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm, SettingsPage } from '../settings-page.ts';

/** `GET /settings/profile`. */
export function showProfileForm(deps: SiteDeps, page: SettingsPage): Reply {
  const notice = page.request.query.all('done')[0] === 'saved' ? 'saved' : undefined;
  return show(deps, page, page.account, { notice });
}

/** `POST /settings/profile`. */
export async function saveProfile(deps: SiteDeps, form: SettingsForm): Promise<Reply> {
  const { request, account } = form;
  const choice = readChoice(form);
  const problems = await changeProfile(actsOf(deps), account, choice, { address: request.address });
  if (problems.length > 0) return showProblems(deps, form, { ...account, ...choice }, problems);
  return redirect(pathOf(deps.kit.http.issuer, '/settings/profile?done=saved'));
}

/** Boxes that are not ticked send nothing, and fields that are not sent count as empty. */
function readChoice({ body }: SettingsForm): ProfileChoice & Pick<FurtherChoice, 'indexable'> {
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
    indexable: isTicked('indexable'),
  };
}

/** The page with what was typed, and what is wrong with it. */
export function showProblems(
  deps: SiteDeps,
  page: SettingsPage,
  typed: Account,
  problems: ProfileFormView['problems'],
): Reply {
  return show(deps, page, typed, { problems }, 422);
}

function show(
  deps: SiteDeps,
  { visit, signedIn, account: kept, without }: SettingsPage,
  shown: Account,
  told: Pick<Partial<ProfileFormView>, 'problems' | 'notice'>,
  status = 200,
): Reply {
  const { displayName, note, fields, locked, bot, discoverable, hideCollections, indexable } = shown;
  const view: ProfileFormView = {
    without,
    displayName,
    note,
    fields: Array.from({ length: profileLimits.fields }, (_, place) => fields[place] ?? { name: '', value: '' }),
    locked,
    bot,
    discoverable: discoverable ?? false,
    hideCollections: hideCollections ?? false,
    indexable,
    pictures: {
      avatar: {
        url: signedIn.person.avatarUrl,
        description: shown.avatarDescription,
        isBrought: kept.avatarDigest !== undefined,
      },
      header: {
        url: pictureUrlOf('headers', kept, deps.kit.http.issuer),
        description: shown.headerDescription,
        isBrought: kept.headerDigest !== undefined,
      },
    },
    profileUrl: signedIn.person.url,
    problems: [],
    ...told,
  };
  return html(profileFormPage(visit.frame, view), status);
}
