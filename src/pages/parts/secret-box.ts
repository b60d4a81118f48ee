import { html, type Insertable, type Markup } from '../markup.ts';

/** Something that is shown once, to be copied. */
export interface SecretBox {
  readonly id: string;
  readonly label: Insertable;
  /** One secret, or one for each line. Chosen by this server, never by a person. */
  readonly secrets: readonly string[];
  readonly hint?: Insertable;
}

/** As many as a phone of 320 pixels shows. Browsers that size a field by its content need no such guess. */
const CHARACTERS_A_LINE = 26;

/**
 * Secrets in a field that cannot be changed: selected as a whole by Ctrl+A, copied with their line breaks, by keyboard too,
 * all without script. Forms do not send it, for it has no name; browsers must not keep it.
 */
export function secretBox({ id, label, secrets, hint }: SecretBox): Markup {
  const lines = secrets.reduce((sum, secret) => sum + Math.max(1, Math.ceil(secret.length / CHARACTERS_A_LINE)), 0);
  return html`<div class="field secret">
<label for="${id}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
<textarea id="${id}" rows="${lines}" readonly dir="ltr" autocomplete="off" autocapitalize="none" spellcheck="false" translate="no"${hint !== undefined && html` aria-describedby="${id}-hint"`}>
${secrets.join('\n')}</textarea>
</div>`;
}
