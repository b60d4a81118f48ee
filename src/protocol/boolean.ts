/** What counts as false (contract §1.2, decision 13): Mastodon's words in any case, and what Python and JSON print. */
const falseWords = new Set(['', 'false', '0', 'f', 'off', 'none', 'null']);

/** Reads a boolean parameter; absent is false, any word that does not say no is yes. */
export function readBoolean(value: string | undefined): boolean {
  return value !== undefined && !falseWords.has(value.trim().toLowerCase());
}
