import { button, linkButton, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { type AdminRoom, adminLayout } from '../admin-layout.ts';
import { siteWords } from '../words.ts';
import { type ActName, accountPath } from './account-words.ts';

/** An act that waits for a second word. */
export interface AccountActView {
  readonly id: string;
  readonly username: string;
  readonly act: Exclude<ActName, 'change_role'>;
  readonly without: readonly AdminRoom[];
}

const dangerous: ReadonlySet<ActName> = new Set(['reject', 'disable', 'suspend', 'delete']);

/** `/admin/accounts/:id/:act`: what an act means, and the button that does it. */
export function accountActPage(frame: Frame, { id, username, act, without }: AccountActView): Markup {
  const words = siteWords(frame).admin;
  return adminLayout(frame, {
    room: 'accounts',
    without,
    title: words.acts[act].name,
    heading: words.question[act](technical(`@${username}`)),
    content: html`<p class="lead">${words.acts[act].means}</p>
<div class="actions">${postForm(frame, accountPath(id, act), button(words.acts[act].name, dangerous.has(act) ? 'danger' : 'main'))}
${linkButton(frame.path(accountPath(id)), words.cancel, 'plain')}</div>`,
  });
}
