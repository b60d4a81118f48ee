import { hidden } from './forms.ts';
import type { Frame } from './layout.ts';
import { html, type Insertable, type Markup } from './markup.ts';
import { checkbox } from './parts/checkbox.ts';
import { notice } from './parts/notice.ts';
import { permissionWords } from './permission-list.ts';
import { describePermission } from './permissions.ts';

/** Something that an app asks for, which the person may leave out. */
export interface ScopeChoiceView {
  readonly scope: string;
  readonly ticked: boolean;
  /** Narrower scopes that may be allowed in its place; none where it cannot be divided. */
  readonly parts: readonly { readonly scope: string; readonly ticked: boolean }[];
}

/** What has to be said where the choice is shown open. */
export type ChoiceNews = 'left out last time' | 'nothing chosen';

/**
 * A box for each thing that the app asks for, behind a fold: nearly everybody allows all or nothing, and apps may refuse to
 * work with less. Everything that is not unticked is sent, so that nothing is left out by accident.
 */
export function scopeChoices(frame: Frame, choices: readonly ScopeChoiceView[], news: ChoiceNews | undefined): Markup {
  const words = frame.messages.consent;
  const divisible = choices.filter(({ parts }) => parts.length > 0);
  return html`<details class="choose"${news !== undefined && html` open`}>
<summary>${words.choose}</summary>
${hidden('choosing', '1')}
${hidden('divided', divisible.map(({ scope }) => scope).join(' '))}
${news === 'nothing chosen' && notice(html`<p>${words.nothingChosen}</p>`, 'problem')}
${news === 'left out last time' && html`<p>${words.leftOutLastTime}</p>`}
<p class="hint">${words.chooseWarning}</p>
<fieldset class="choices">
<legend>${words.chooseLegend}</legend>
${choices.map((choice, place) => scopeChoice(frame, choice, { id: `choice-${place + 1}`, news, isFirst: place === 0 }))}
</fieldset>
</details>`;
}

function scopeChoice(
  frame: Frame,
  choice: ScopeChoiceView,
  at: { readonly id: string; readonly news: ChoiceNews | undefined; readonly isFirst: boolean },
): Markup {
  const { scope, ticked, parts } = choice;
  return html`<div class="scope-choice">
${box(frame, { id: at.id, scope, ticked, focused: at.isFirst && at.news === 'nothing chosen' })}
${parts.length > 0 && partsOf(frame, choice, at)}
</div>`;
}

function partsOf(
  frame: Frame,
  { ticked, parts }: ScopeChoiceView,
  { id, news }: { readonly id: string; readonly news: ChoiceNews | undefined },
): Markup {
  const words = frame.messages.consent;
  const count = parts.filter((part) => part.ticked).length;
  const isPartial = ticked && count < parts.length;
  const remembered = isPartial && news === 'left out last time';
  return html`<details class="parts"${isPartial && !remembered && html` open`}>
<summary>${remembered ? words.partsLastTime(count, parts.length) : words.chooseParts}</summary>
${parts.map((part, place) => box(frame, { id: `${id}-${place + 1}`, ...part }))}
</details>`;
}

function box(
  frame: Frame,
  { id, scope, ticked, focused }: { id: string; scope: string; ticked: boolean; focused?: boolean },
): Insertable {
  const label = permissionWords(frame, describePermission(frame.messages, scope));
  return checkbox({ id, name: 'allow', value: scope, label, checked: ticked, focused });
}
