import { type RawBuilder, sql } from 'kysely';

/** Longer than any name or address. */
const LONGEST_SEARCH = 1000;

/** What no text holds, and what patterns could not take: longer than any name, or with the character that ends them. */
export function isNowhere(text: string | undefined): boolean {
  return text !== undefined && (text.length > LONGEST_SEARCH || text.includes('\0'));
}

/** Whether a column's text begins with another, which is taken as it is written; the letter case of ASCII does not count. */
export function beginsWith(column: string, text: string): RawBuilder<boolean> {
  return like(column, `${likeText(text)}%`);
}

/** Whether a column's text has another in it, as {@link beginsWith} compares them. */
export function contains(column: string, text: string): RawBuilder<boolean> {
  return like(column, `%${likeText(text)}%`);
}

/**
 * Engines differ in whether `like` heeds letter case, so both sides are taken out of it: the column by its own rules, which
 * are those of ASCII, and the pattern here, where no rules of the database can get at it.
 */
function like(column: string, pattern: string): RawBuilder<boolean> {
  const small = pattern.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return sql<boolean>`lower(${sql.ref(column)}) like ${small} escape '\\'`;
}

/** Text that a pattern of `like` takes as it is written. */
function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
