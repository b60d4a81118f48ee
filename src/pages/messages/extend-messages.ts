import type { DeepPartial, Messages } from './messages.ts';

/**
 * A language with some of its words replaced: another tone, a community's own terms, or the beginning of a new language,
 * which then needs its own `lang`, `locale` and `dir`. What is not given stays as it is in `base`.
 */
export function extendMessages(base: Messages, overrides: DeepPartial<Messages>): Messages {
  return extend(base, overrides) as Messages;
}

function extend(base: unknown, overrides: unknown): unknown {
  if (overrides === undefined) return base;
  if (!isGroup(base) || !isGroup(overrides)) return overrides;
  const keys = new Set([...Object.keys(base), ...Object.keys(overrides)]);
  return Object.fromEntries([...keys].map((key) => [key, extend(base[key], overrides[key])]));
}

function isGroup(words: unknown): words is Readonly<Record<string, unknown>> {
  return typeof words === 'object' && words !== null;
}
