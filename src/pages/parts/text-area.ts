import { html, type Insertable, type Markup } from '../markup.ts';
import { type Explained, explain } from './explanation.ts';

/** A field of several lines and all that belongs to it. */
export interface TextArea extends Explained {
  readonly name: string;
  readonly label: Insertable;
  /** How many lines are seen at once; 4 when absent. */
  readonly rows?: number | undefined;
  readonly value?: string | undefined;
  readonly maxLength?: number | undefined;
  readonly optional?: boolean | undefined;
  /** Where the keyboard starts: the first thing to put right. */
  readonly focused?: boolean | undefined;
}

/** A labelled field of several lines. */
export function textArea(of: TextArea): Markup {
  const { words, attributes } = explain(of);
  // Browsers drop one line break at the start: without this one, a text that begins with an empty line would lose it.
  return html`<div class="field">
<label for="${of.id}">${of.label}</label>
${words}
<textarea id="${of.id}" name="${of.name}" rows="${of.rows ?? 4}" dir="auto" autocomplete="off"
${of.maxLength !== undefined && html` maxlength="${of.maxLength}"`}${!of.optional && html` required`}${attributes}${of.focused && html` autofocus`}>
${of.value}</textarea>
</div>`;
}
