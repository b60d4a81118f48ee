import type { Frame } from './layout.ts';
import type { Markup } from './markup.ts';

/** A page in one of its states, ready to be rendered in any frame. */
export interface Fixture {
  /** The page and, unless it is the plain one, the state. */
  readonly name: string;
  readonly page: string;
  /** Whether the page may load scripts of this server, and no others: only a passkey ceremony needs one. */
  readonly hasScript: boolean;
  readonly render: (frame: Frame) => Markup;
  /** Renders the page with every text in its view replaced that a stranger could have written. */
  readonly renderWith: (frame: Frame, replacement: string) => Markup;
}

/** What is special about all states of a page. */
export interface StatesOptions {
  readonly hasScript?: boolean;
  /** Names of view fields, beside the common ones, whose texts this server chooses itself, so that strangers cannot. */
  readonly ownTexts?: readonly string[];
}

/** A fixture for each state of a page, named after both; the state without a name is the plain one. */
export function states<View>(
  page: string,
  render: (frame: Frame, view: View) => Markup,
  views: Readonly<Record<string, View>>,
  { hasScript = false, ownTexts = [] }: StatesOptions = {},
): readonly Fixture[] {
  const own = new Set([...commonOwnTexts, ...ownTexts]);
  return Object.entries(views).map(([state, view]) => ({
    name: state === '' ? page : `${page}-${state}`,
    page,
    hasScript,
    render: (frame) => render(frame, view),
    renderWith: (frame, replacement) => render(frame, replaceTexts(view, own, replacement)),
  }));
}

/** Names of cases, ids, and HTML that was made safe elsewhere. */
const commonOwnTexts = 'kind problem problems reason notice state appId grantId noteHtml valueHtml'.split(' ');

function replaceTexts<Value>(value: Value, own: ReadonlySet<string>, replacement: string): Value;
function replaceTexts(value: unknown, own: ReadonlySet<string>, replacement: string): unknown {
  if (typeof value === 'string') return replacement;
  if (Array.isArray(value)) return value.map((element) => replaceTexts(element, own, replacement));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, own.has(key) ? part : replaceTexts(part, own, replacement)]),
  );
}
