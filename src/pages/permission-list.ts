import type { Frame } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { technical } from './names.ts';
import { describePermissions, type Permission } from './permissions.ts';

/** What scopes allow: each topic as a term, its permissions as the description. */
export function permissionList(frame: Frame, scopes: readonly string[]): Markup {
  return html`<dl class="permissions">${describePermissions(frame.messages, scopes).map(
    (group) => html`<div class="permission-group">
<dt>${group.title}</dt>
<dd><ul role="list">${group.permissions.map((permission) => html`<li>${permissionWords(frame, permission)}</li>`)}</ul></dd>
</div>`,
  )}</dl>`;
}

/** One permission in a sentence, with what a person should pause at. */
export function permissionWords({ messages }: Frame, { scope, words, risks }: Permission): Markup {
  return html`<span>${words ?? messages.permissions.unknown(technical(scope))}</span>
${risks.length > 0 && html`<span class="risks">${risks.map((risk) => html`<span class="risk">${messages.permissions.risks[risk]}</span> `)}</span>`}`;
}
