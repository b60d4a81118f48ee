import { html, type Insertable, type Markup } from '../markup.ts';
import { type Explained, explain } from './explanation.ts';

/** A box to tick and all that belongs to it. */
export interface Checkbox extends Explained {
  readonly name: string;
  readonly label: Insertable;
  /** What is sent when it is ticked; `1` when absent. Unticked boxes send nothing. */
  readonly value?: string | undefined;
  readonly checked?: boolean | undefined;
  /** Whether the form cannot be sent without it, such as an agreement. */
  readonly required?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** Where the keyboard starts: the first thing to put right. */
  readonly focused?: boolean | undefined;
}

/** A box to tick, whose label can be pressed too. */
export function checkbox(of: Checkbox): Markup {
  const { words, attributes } = explain(of);
  return html`<div class="choice">
<input id="${of.id}" name="${of.name}" type="checkbox" value="${of.value ?? '1'}"
${of.checked && html` checked`}${of.required && html` required`}${of.disabled && html` disabled`}${attributes}${of.focused && html` autofocus`}>
<label for="${of.id}">${of.label}</label>
${words}
</div>`;
}
