import { html, type Markup } from '../markup.ts';

/**
 * Whose password the form around it sets or asks for, told to password managers alone: without it they would keep the new
 * password under no name, or under another account's. It is not seen and not sent.
 */
export function passwordOwner(username: string): Markup {
  return html`<input type="text" autocomplete="username" value="${username}" readonly hidden>`;
}
