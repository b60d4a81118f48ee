import { html, type Insertable, type Markup } from '../markup.ts';
import { type Explained, explain } from './explanation.ts';

/** Some things to choose from, under one question. Each choice gets its own id from `id` and its place. */
export interface Choices extends Explained {
  readonly name: string;
  /** The question that all choices answer. */
  readonly legend: Insertable;
  readonly options: readonly Choice[];
  /** Where the keyboard starts: the first thing to put right. */
  readonly focused?: boolean | undefined;
}

/** One thing to choose. */
export interface Choice {
  readonly value: string;
  readonly label: Insertable;
  readonly hint?: Insertable;
  readonly checked?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

/** A question with exactly one answer. */
export function radios(of: Choices): Markup {
  return choices(of, 'radio', ' required');
}

/** A question with any number of answers; the form sends `name` once for each. */
export function checkboxes(of: Choices): Markup {
  return choices(of, 'checkbox', false);
}

function choices(of: Choices, type: 'radio' | 'checkbox', required: Insertable): Markup {
  // A group cannot be invalid itself (WAI-ARIA 1.2 §6.6, aria-invalid); its problem is read out with it all the same.
  const { words, described } = explain(of);
  return html`<fieldset class="choices" id="${of.id}"${described}>
<legend>${of.legend}</legend>
${words}
${of.options.map((option, place) => {
  const id = `${of.id}-${place + 1}`;
  const own = explain({ id, hint: option.hint });
  return html`<div class="choice">
<input id="${id}" name="${of.name}" type="${type}" value="${option.value}"
${option.checked && html` checked`}${required}${option.disabled && html` disabled`}${own.attributes}${of.focused && place === 0 && html` autofocus`}>
<label for="${id}">${option.label}</label>
${own.words}
</div>`;
})}
</fieldset>`;
}
