import type { Frame } from '../layout.ts';
import { html, type Markup } from '../markup.ts';
import { formatAge, formatDate, formatMoment } from '../messages/intl.ts';

/** A day, written out. */
export function day({ messages }: Frame, instant: number): Markup {
  return time(instant, formatDate(messages.locale, instant));
}

/** How long ago a day was, in words. */
export function age({ messages, now }: Frame, instant: number): Markup {
  return time(instant, formatAge(messages.locale, now, instant));
}

/** A day and the time of it, which is UTC's and says so. */
export function moment({ messages }: Frame, instant: number): Markup {
  return time(instant, formatMoment(messages.locale, instant));
}

function time(instant: number, words: string): Markup {
  return html`<time datetime="${new Date(instant).toISOString()}">${words}</time>`;
}
