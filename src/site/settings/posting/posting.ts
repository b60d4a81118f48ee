import { changeProfile, type FurtherChoice } from '../../../accounts/profile/change-profile.ts';
import { pathOf } from '../../../http/paths.ts';
import { html, type Reply, redirect } from '../../../http/reply.ts';
import { languageNames } from '../../../pages/messages/intl.ts';
import { postingFormPage } from '../../../pages/site/settings/posting.ts';
import { actsOf } from '../../acts-of.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm, SettingsPage } from '../settings-page.ts';

/** `GET /settings/posting`. */
export function showPostingForm({ request, visit, account, without }: SettingsPage): Reply {
  const view = {
    without,
    visibility: account.postingVisibility,
    sensitive: account.postingSensitive,
    language: account.postingLanguage,
    languages: languageNames(visit.frame.messages.locale),
    showsApplication: account.showsApplication,
    notice: request.query.all('done')[0] === 'saved' ? ('saved' as const) : undefined,
  };
  return html(postingFormPage(visit.frame, view));
}

/** `POST /settings/posting`. */
export async function savePosting(deps: SiteDeps, form: SettingsForm): Promise<Reply> {
  const { request, account } = form;
  await changeProfile(actsOf(deps), account, readChoice(form), { address: request.address });
  return redirect(pathOf(deps.kit.http.issuer, '/settings/posting?done=saved'));
}

const visibilities = ['public', 'unlisted', 'private', 'direct'] as const;

/** What an app may have chosen too, which the list then has. */
const languageCode = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/;

/** What the lists of the form do not have counts as no choice. */
function readChoice({ body }: SettingsForm): FurtherChoice {
  const [visibility, language] = [body.oneOrBlank('visibility'), body.oneOrBlank('language')];
  return {
    postingVisibility: visibilities.find((name) => name === visibility),
    postingLanguage: language !== undefined && languageCode.test(language) ? language : undefined,
    postingSensitive: body.oneOrBlank('sensitive') !== undefined,
    showsApplication: body.oneOrBlank('shows_application') !== undefined,
  };
}
