import { button, field, linkButton, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { type Choice, checkboxes, radios } from '../../parts/choices.ts';
import { notice, problemSummary } from '../../parts/notice.ts';
import { panel } from '../../parts/panel.ts';
import { secretBox } from '../../parts/secret-box.ts';
import { describePermissions, type PermissionTopic, permissionTopics } from '../../permissions.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';

/** What may be wrong with what was chosen for a token. */
export type NewTokenProblem =
  | 'name blank'
  | 'name too long'
  | 'scopes none'
  | 'scopes not yours'
  | 'expiry missing'
  | 'too many';

/** What the page shows that makes a token. */
export interface NewTokenView {
  readonly without: readonly SettingsRoom[];
  readonly name: string;
  /** The scopes that this person may give. */
  readonly offered: readonly string[];
  /** Those that are chosen. */
  readonly scopes: readonly string[];
  /** In days. */
  readonly lifetimes: readonly number[];
  readonly lifetime?: number | 'never' | undefined;
  readonly problems: readonly NewTokenProblem[];
}

/** Where each problem is put right. */
const places: Readonly<Record<NewTokenProblem, string>> = {
  'name blank': 'name',
  'name too long': 'name',
  'scopes none': 'scopes-everything',
  'scopes not yours': 'scopes-everything',
  'expiry missing': 'expiry',
  'too many': 'name',
};

/** Asks what a token is called, what it may do, and for how long. */
export function newTokenPage(frame: Frame, view: NewTokenView): Markup {
  const words = siteWords(frame).settings.newToken;
  const [first] = view.problems;
  const problemAt = (place: string): string | undefined => {
    const found = view.problems.find((problem) => places[problem] === place);
    return found && words.problems[found];
  };
  return settingsLayout(frame, {
    room: 'tokens',
    without: view.without,
    title: first === undefined ? words.title : frame.messages.common.problemTitle(words.title),
    content: html`${problemSummary(
      words.problemsTitle(view.problems.length),
      view.problems.map((problem) => ({ fieldId: places[problem], words: words.problems[problem] })),
    )}
<p class="lead">${words.introduction}</p>
${notice(siteWords(frame).settings.tokens.warning, 'warning')}
${postForm(
  frame,
  '/settings/tokens',
  html`${field({
    id: 'name',
    name: 'name',
    label: words.name,
    type: 'text',
    autocomplete: 'off',
    value: view.name,
    hint: words.nameHint,
    problem: problemAt('name'),
    focused: first !== undefined && places[first] === 'name',
  })}
${panel({ id: 'scopes', title: words.scopesTitle, content: scopeGroups(frame, view, problemAt) })}
${radios({
  id: 'expiry',
  name: 'days',
  legend: words.expiry,
  problem: problemAt('expiry'),
  options: [
    ...view.lifetimes.map((days) => ({
      value: String(days),
      label: words.days(days),
      checked: view.lifetime === days,
    })),
    { value: 'never', label: words.never, hint: words.neverHint, checked: view.lifetime === 'never' },
  ],
})}
<div class="actions">${button(words.submit, 'main')}
${linkButton(frame.path('/settings/tokens'), words.cancel, 'plain')}</div>`,
)}`,
  });
}

/** One question for each part of a person's life. The single permissions are folded away unless one of them is chosen. */
function scopeGroups(
  frame: Frame,
  { offered, scopes }: NewTokenView,
  problemAt: (place: string) => string | undefined,
): Markup {
  const words = siteWords(frame).settings.newToken;
  const described = offered.flatMap((scope) => describePermissions(frame.messages, [scope]));
  const group = (topic: PermissionTopic): Insertable => {
    const ofTopic = described.filter((one) => one.topic === topic);
    const options = ofTopic.flatMap(({ permissions }) =>
      permissions.map(
        ({ scope, words }): Choice => ({
          value: scope,
          label: words ?? frame.messages.permissions.unknown(technical(scope)),
          hint: technical(scope),
          checked: scopes.includes(scope),
        }),
      ),
    );
    const id = `scopes-${topic}`;
    const legend = ofTopic[0]?.title;
    return legend !== undefined && checkboxes({ id, name: 'scopes', legend, options, problem: problemAt(id) });
  };
  const single = permissionTopics.filter((topic) => topic !== 'everything');
  const wide = described.filter(({ topic }) => topic === 'everything').flatMap(({ permissions }) => permissions);
  const choseSingle = scopes.some((scope) => !wide.some((permission) => permission.scope === scope));
  return html`<p class="hint">${words.scopesHint}</p>
${group('everything')}
<details${choseSingle && html` open`}><summary>${words.single}</summary>
${single.map(group)}
</details>`;
}

/** What the page shows after a token was made. */
export interface TokenMadeView {
  readonly without: readonly SettingsRoom[];
  readonly token: string;
}

/** Shows a token, once. */
export function tokenMadePage(frame: Frame, view: TokenMadeView): Markup {
  const words = siteWords(frame).settings.tokenMade;
  return settingsLayout(frame, {
    room: 'tokens',
    without: view.without,
    title: words.title,
    content: html`${notice(words.shownOnce, 'success')}
${secretBox({ id: 'token', label: words.token, secrets: [view.token], hint: words.usage })}
${notice(siteWords(frame).settings.tokens.warning, 'warning')}
<p class="actions">${linkButton(frame.path('/settings/tokens'), words.done, 'main')}</p>`,
  });
}
