import type { Frame } from './layout.ts';
import { html, type Insertable, type Markup } from './markup.ts';
import { type Explained, explain } from './parts/explanation.ts';

/** A form that posts to a path of this server, with the token that proves that the page came from here. */
export function postForm(frame: Frame, path: string, content: Insertable): Markup {
  return html`<form method="post" action="${frame.path(path)}">
${hidden('authenticity_token', frame.csrfToken)}
${content}
</form>`;
}

/** The same for a form with files. */
export function fileForm(frame: Frame, path: string, content: Insertable): Markup {
  return html`<form method="post" enctype="multipart/form-data" action="${frame.path(path)}">
${hidden('authenticity_token', frame.csrfToken)}
${content}
</form>`;
}

/** The same for an address that is deleted: HTML forms know no other method than POST. */
export function deleteForm(frame: Frame, path: string, content: Insertable): Markup {
  return postForm(frame, path, [hidden('_method', 'delete'), content]);
}

/** A field that only carries a value; nothing when there is none. */
export function hidden(name: string, value: string | undefined): Insertable {
  return value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`;
}

/**
 * Tells password managers whose password the form is about, where the page does not ask for a name. Nobody sees it, and it
 * is not sent.
 */
export function passwordOwner(username: string): Markup {
  return html`<input type="text" autocomplete="username" value="${username}" readonly hidden>`;
}

/** How much a button asks to be pressed. */
export type ButtonLook = 'main' | 'plain' | 'small' | 'danger';

/** The button that sends the form around it. */
export function button(words: Insertable, look: ButtonLook): Markup {
  return html`<button type="submit" class="button button-${look}">${words}</button>`;
}

/** A link that looks like a button: it leads somewhere and changes nothing. `url` is complete, see `Frame.path`. */
export function linkButton(url: string, words: Insertable, look: ButtonLook): Markup {
  return html`<a class="button button-${look}" href="${url}">${words}</a>`;
}

/** An input and all that belongs to it. */
export interface Field extends Explained {
  readonly name: string;
  readonly label: Insertable;
  readonly type: 'text' | 'email' | 'password' | 'number' | 'date' | 'search' | 'url';
  readonly autocomplete:
    | 'username'
    | 'username webauthn'
    | 'email'
    | 'name'
    | 'nickname'
    | 'current-password'
    | 'new-password'
    | 'one-time-code'
    | 'bday'
    | 'url'
    | 'off';
  /** Shown again after a mistake; never for a password. */
  readonly value?: string | undefined;
  readonly optional?: boolean | undefined;
  /** Which keyboard a phone shows, where the type does not say it. */
  readonly inputMode?: 'numeric' | 'decimal' | undefined;
  readonly maxLength?: number | undefined;
  /** Bounds of a number or a date. */
  readonly min?: string | number | undefined;
  readonly max?: string | number | undefined;
  /** Where the keyboard starts: the first thing to put right. */
  readonly focused?: boolean | undefined;
}

/** Inputs for what people call things, in their own language; everything else is technical and reads from left to right. */
const named = new Set<string>(['name', 'nickname', 'off']);

/** A labelled input whose hint and problem are read out with it. */
export function field(of: Field): Markup {
  const { words, attributes } = explain(of);
  const technicalText = !(named.has(of.autocomplete) && (of.type === 'text' || of.type === 'search'));
  return html`<div class="field">
<label for="${of.id}">${of.label}</label>
${words}
<input id="${of.id}" name="${of.name}" type="${of.type}" autocomplete="${of.autocomplete}" dir="${technicalText ? 'ltr' : 'auto'}"
${of.type !== 'password' && of.value !== undefined && html` value="${of.value}"`}
${technicalText && html` autocapitalize="none" spellcheck="false"`}
${of.inputMode && html` inputmode="${of.inputMode}"`}
${of.maxLength !== undefined && html` maxlength="${of.maxLength}"`}
${of.min !== undefined && html` min="${of.min}"`}
${of.max !== undefined && html` max="${of.max}"`}
${!of.optional && html` required`}
${attributes}
${of.focused && html` autofocus`}>
</div>`;
}
