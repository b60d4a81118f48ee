import type { Frame } from './layout.ts';
import type { Markup } from './markup.ts';

/** A page in one of its states, ready to be rendered in any frame. */
export interface Fixture {
  readonly name: string;
  readonly render: (frame: Frame) => Markup;
  /** Renders the page with every text in its view replaced that a stranger could have written. */
  readonly renderWith: (frame: Frame, replacement: string) => Markup;
}

/** One page in several states, by the name of the state; the plain one has none. */
export function states<View>(
  name: string,
  page: (frame: Frame, view: View) => Markup,
  views: Readonly<Record<string, View>>,
): readonly Fixture[] {
  return Object.entries(views).map(([state, view]) => ({
    name: state === '' ? name : `${name}-${state}`,
    render: (frame) => page(frame, view),
    renderWith: (frame, replacement) => page(frame, replaceTexts(view, replacement)),
  }));
}

/** Texts that this server chooses itself: names of cases, ids, and HTML that was made safe elsewhere. */
const ownTexts = new Set('kind problem problems reason notice state appId grantId noteHtml valueHtml'.split(' '));

function replaceTexts<Value>(value: Value, replacement: string): Value;
function replaceTexts(value: unknown, replacement: string): unknown {
  if (typeof value === 'string') return replacement;
  if (Array.isArray(value)) return value.map((element) => replaceTexts(element, replacement));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, ownTexts.has(key) ? part : replaceTexts(part, replacement)]),
  );
}
