import { html, type Insertable, type Markup } from '../markup.ts';
import { type Explained, explain } from './explanation.ts';

/** A list of which one entry is chosen, and all that belongs to it. */
export interface Select extends Explained {
  readonly name: string;
  readonly label: Insertable;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** The value that is chosen; the first one when it is none of them. */
  readonly value?: string | undefined;
  readonly autocomplete?: 'language' | 'off' | undefined;
  /** Where the keyboard starts: the first thing to put right. */
  readonly focused?: boolean | undefined;
}

/** A labelled list of which one entry is chosen. */
export function select(of: Select): Markup {
  const { words, attributes } = explain(of);
  return html`<div class="field">
<label for="${of.id}">${of.label}</label>
${words}
<select id="${of.id}" name="${of.name}" autocomplete="${of.autocomplete ?? 'off'}"${attributes}${of.focused && html` autofocus`}>
${of.options.map(({ value, label }) => html`<option value="${value}"${value === of.value && html` selected`}>${label}</option>`)}
</select>
</div>`;
}
