import { html as honoHtml } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** HTML that is already safe. Only {@link html}, and `raw` in the one place that needs it, make it. */
export type Markup = HtmlEscapedString;

/** What may stand in a template. Strings are escaped, markup is not, `undefined` and `false` leave nothing. */
export type Insertable = string | number | Markup | false | undefined | readonly Insertable[];

/** `hono/html` without its asynchronous half: pages never wait for anything. */
export function html(strings: TemplateStringsArray, ...values: readonly Insertable[]): Markup {
  const markup = honoHtml(strings, ...values);
  if (markup instanceof Promise) throw new TypeError('A page must not wait for anything.');
  return markup;
}
