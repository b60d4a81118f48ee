import type { Frame } from './layout.ts';
import { html, type Insertable, type Markup } from './markup.ts';

/** A form that posts to a path of this server, with the token that proves that the page came from here. */
export function postForm(frame: Frame, path: string, content: Insertable): Markup {
  return html`<form method="post" action="${frame.path(path)}">
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

/** How much a button asks to be pressed. */
export type ButtonLook = 'main' | 'plain' | 'small' | 'danger';

/** The button that sends the form around it. */
export function button(words: Insertable, look: ButtonLook): Markup {
  return html`<button type="submit" class="button button-${look}">${words}</button>`;
}

/** An input and all that belongs to it. */
export interface Field {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password';
  readonly autocomplete: 'username' | 'email' | 'name' | 'nickname' | 'current-password' | 'new-password';
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  /** Id of words elsewhere on the page that explain what is wrong with this field. */
  readonly explainedBy?: string | undefined;
  readonly optional?: boolean;
  /** Where the keyboard starts: the first thing to put right. */
  readonly focused?: boolean;
}

/** A labelled input whose hint and problem are read out with it. */
export function field(of: Field): Markup {
  const hintId = of.hint !== undefined && `${of.id}-hint`;
  const problemId = of.problem !== undefined && `${of.id}-problem`;
  const described = [problemId, of.explainedBy, hintId].filter((id) => typeof id === 'string').join(' ');
  const invalid = of.problem !== undefined || of.explainedBy !== undefined;
  const technicalText = of.autocomplete !== 'nickname' && of.autocomplete !== 'name';
  return html`<div class="field">
<label for="${of.id}">${of.label}</label>
${hintId && html`<p class="hint" id="${hintId}">${of.hint}</p>`}
${problemId && html`<p class="field-problem" id="${problemId}">${of.problem}</p>`}
<input id="${of.id}" name="${of.name}" type="${of.type}" autocomplete="${of.autocomplete}" dir="${technicalText ? 'ltr' : 'auto'}"
${of.type !== 'password' && of.value !== undefined && html` value="${of.value}"`}
${technicalText && html` autocapitalize="none" spellcheck="false"`}
${!of.optional && html` required`}
${described !== '' && html` aria-describedby="${described}"`}
${invalid && html` aria-invalid="true"`}
${of.focused && html` autofocus`}>
</div>`;
}
