import { type ButtonLook, button, hidden } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { loadPasskeyScript } from '../passkey-script.ts';
import { siteWords } from '../words.ts';

/** A form whose answer an authenticator gives. */
export interface PasskeyForm {
  /** Whether a passkey is used, or a new one is made. */
  readonly ceremony: 'get' | 'create';
  /** Where the answer goes. */
  readonly path: string;
  /** Where the script learns what to ask. */
  readonly options: string;
  readonly button: string;
  readonly look: ButtonLook;
  /** Further fields. */
  readonly content?: Insertable;
}

/** A form that the script of passkeys shows and sends; without the script it is not there, and `noscript` may say why. */
export function passkeyForm(frame: Frame, form: PasskeyForm): Markup {
  const words = siteWords(frame).secondStep.passkey.problems;
  return html`<form method="post" action="${frame.path(form.path)}" class="passkey" data-passkey="${form.ceremony}" data-options="${frame.path(form.options)}" hidden>
${hidden('authenticity_token', frame.csrfToken)}
${hidden('credential', '')}
${form.content}
<div role="alert">
<p class="field-problem" data-problem="cancelled" hidden>${words.cancelled}</p>
<p class="field-problem" data-problem="known" hidden>${words.known}</p>
<p class="field-problem" data-problem="failed" hidden>${words.failed}</p>
</div>
${button(form.button, form.look)}
</form>
${loadPasskeyScript(frame)}`;
}
