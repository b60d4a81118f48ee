/** How values travel to PostgreSQL and back. */
import pg from 'pg';

/** What `pg` binds; every parameter travels as text. */
export type Bound = string | null;

/** Stands before what PostgreSQL's text cannot hold. No character has this code, so text from people hardly ever has it. */
const ESCAPE = '\uffff';

const NUL = '\0';

/**
 * A parameter as PostgreSQL takes it. Its text holds any character but NUL, which SQLite's does; NUL is written as two
 * characters that {@link readText} reads back, so that both engines keep and find the same text.
 * Throws a TypeError on what no query of this package binds.
 */
export function bound(value: unknown): Bound {
  switch (typeof value) {
    case 'string':
      return storedText(value);
    case 'number':
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value ? '1' : '0';
    default:
      if (value === null) return null;
      throw new TypeError(`A value of type ${typeof value} cannot be bound`);
  }
}

function storedText(text: string): string {
  if (!text.includes(NUL) && !text.includes(ESCAPE)) return text;
  return text.replaceAll(ESCAPE, `${ESCAPE}1`).replaceAll(NUL, `${ESCAPE}0`);
}

function readText(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  return text.replaceAll(`${ESCAPE}0`, NUL).replaceAll(`${ESCAPE}1`, ESCAPE);
}

const { INT8, TEXT, VARCHAR } = pg.types.builtins;

/**
 * Reads 64-bit integers as big ones, for the connections of this package alone: `pg` would give text, and to change that
 * for all would change it for the host too.
 */
export const readTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') => {
    if (oid === INT8) return BigInt;
    if (oid === TEXT || oid === VARCHAR) return readText;
    return pg.types.getTypeParser(oid, format);
  }) as typeof pg.types.getTypeParser,
};
