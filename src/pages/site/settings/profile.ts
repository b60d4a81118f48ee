import { button, field, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { checkbox } from '../../parts/checkbox.ts';
import { notice, problemSummary } from '../../parts/notice.ts';
import { panel } from '../../parts/panel.ts';
import { textArea } from '../../parts/text-area.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';
import {
  isAboutPictures,
  type PicturesFormProblem,
  type ProfilePictureView,
  pictureFieldOf,
  pictureProblem,
  picturesForm,
} from './profile-pictures.ts';

/** What the page shows that changes a profile: what is kept, or what was typed. */
export interface ProfileFormView {
  readonly without: readonly SettingsRoom[];
  readonly displayName: string;
  readonly note: string;
  /** As many as there may be; those that are not used are empty. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly locked: boolean;
  readonly bot: boolean;
  readonly discoverable: boolean;
  readonly hideCollections: boolean;
  readonly indexable: boolean;
  readonly pictures: Readonly<Record<'avatar' | 'header', ProfilePictureView>>;
  /** The public page. */
  readonly profileUrl: string;
  readonly problems: readonly ProfileFormProblem[];
  readonly notice?: 'saved' | undefined;
}

/** What is wrong; `place` counts the fields from 0. */
export type ProfileFormProblem =
  | { readonly part: 'displayName' | 'note' }
  | { readonly part: 'fieldName' | 'fieldValue'; readonly place: number }
  | PicturesFormProblem;

/** Lets a person say what others see of them. */
export function profileFormPage(frame: Frame, view: ProfileFormView): Markup {
  const words = siteWords(frame).settings.profile;
  const [first] = view.problems;
  const wordsOf = (problem: ProfileFormProblem): string =>
    isAboutPictures(problem) ? pictureProblem(frame, problem) : words.problems[problem.part];
  const problemAt = (id: string): string | undefined => {
    const found = view.problems.find((problem) => idOf(problem) === id);
    return found && wordsOf(found);
  };
  const isFirst = (id: string): boolean => first !== undefined && idOf(first) === id;
  return settingsLayout(frame, {
    room: 'profile',
    without: view.without,
    title: first === undefined ? words.title : frame.messages.common.problemTitle(words.title),
    content: html`${view.notice && notice(words.saved, 'success')}
${problemSummary(
  words.problemsTitle(view.problems.length),
  view.problems.map((problem) => ({ fieldId: idOf(problem), words: wordsOf(problem) })),
)}
<p class="lead">${words.introduction} <a href="${view.profileUrl}">${words.seeIt}</a></p>
${postForm(
  frame,
  '/settings/profile',
  html`${field({
    id: 'display_name',
    name: 'display_name',
    label: words.displayName,
    type: 'text',
    autocomplete: 'nickname',
    value: view.displayName,
    hint: words.displayNameHint,
    problem: problemAt('display_name'),
    optional: true,
    focused: isFirst('display_name'),
  })}
${textArea({
  id: 'note',
  name: 'note',
  label: words.note,
  rows: 5,
  value: view.note,
  hint: words.noteHint,
  problem: problemAt('note'),
  optional: true,
  focused: isFirst('note'),
})}
${panel({
  id: 'fields',
  title: words.fieldsTitle,
  content: html`<p class="hint">${words.fieldsHint}</p>
${view.fields.map((one, place) => fieldPair(frame, one, place, { problemAt, isFirst }))}`,
})}
${panel({
  id: 'privacy',
  title: words.privacyTitle,
  content: html`${checkbox({ id: 'locked', name: 'locked', label: words.locked, hint: words.lockedHint, checked: view.locked })}
${checkbox({ id: 'discoverable', name: 'discoverable', label: words.discoverable, checked: view.discoverable })}
${checkbox({ id: 'indexable', name: 'indexable', label: words.indexable, checked: view.indexable })}
${checkbox({ id: 'hide_collections', name: 'hide_collections', label: words.hideCollections, checked: view.hideCollections })}
${checkbox({ id: 'bot', name: 'bot', label: words.bot, checked: view.bot })}`,
})}
<div class="actions">${button(words.submit, 'main')}</div>`,
)}
${picturesForm(frame, view.pictures, problemAt)}`,
  });
}

function fieldPair(
  frame: Frame,
  { name, value }: ProfileFormView['fields'][number],
  place: number,
  { problemAt, isFirst }: { problemAt(id: string): string | undefined; isFirst(id: string): boolean },
): Insertable {
  const words = siteWords(frame).settings.profile;
  const [nameId, valueId] = [`field_name_${place}`, `field_value_${place}`];
  const common = { type: 'text', autocomplete: 'off', optional: true } as const;
  return html`<div class="pair">${field({
    ...common,
    id: nameId,
    name: nameId,
    label: words.fieldName(place + 1),
    value: name,
    problem: problemAt(nameId),
    focused: isFirst(nameId),
  })}
${field({
  ...common,
  id: valueId,
  name: valueId,
  label: words.fieldValue(place + 1),
  value,
  problem: problemAt(valueId),
  focused: isFirst(valueId),
})}</div>`;
}

function idOf(problem: ProfileFormProblem): string {
  switch (problem.part) {
    case 'displayName':
      return 'display_name';
    case 'note':
      return 'note';
    case 'fieldName':
      return `field_name_${problem.place}`;
    case 'fieldValue':
      return `field_value_${problem.place}`;
    default:
      return pictureFieldOf(problem);
  }
}
