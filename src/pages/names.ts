import type { Frame } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { visibleName, visibleText } from './visible-name.ts';

/** The name that an app gave itself, isolated so that it cannot turn or hide the words around it. */
export function appName(frame: Frame, name: string): Markup {
  return html`<bdi class="name">${visibleName(name, frame.messages.common.namelessApp)}</bdi>`;
}

/** The name that a person gave themselves. */
export function personName(frame: Frame, name: string): Markup {
  return html`<bdi class="name">${visibleName(name, frame.messages.common.namelessPerson)}</bdi>`;
}

/** A handle, host, scheme or id: shown whole, and read from left to right in every language. */
export function technical(text: string): Markup {
  return html`<bdi class="technical" dir="ltr">${visibleText(text)}</bdi>`;
}

/** A picture that stands beside a name, so it needs no words of its own. */
export function avatar(url: string): Markup {
  return url === ''
    ? html`<span class="avatar"></span>`
    : html`<img class="avatar" src="${url}" alt="" width="48" height="48">`;
}

/** An app has no picture that could be trusted, so the first letter of its name stands for it. */
export function initial(name: string): Markup {
  const [letter = '?'] = visibleName(name, '?').toLocaleUpperCase();
  return html`<span class="avatar initial" aria-hidden="true">${letter}</span>`;
}
