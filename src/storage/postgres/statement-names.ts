/** Texts beyond this number are parsed anew each time: a server keeps every named statement for each connection. */
const NAMED_STATEMENTS = 256;

const names = new Map<string, string>();

/**
 * The name under which a statement is prepared, once on each connection; undefined for texts that are not worth one.
 * Names are the same on all connections of the process.
 */
export function statementName(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined) return known;
  // Only statements for data are asked again and again.
  if (names.size >= NAMED_STATEMENTS || !/^(select|insert|update|delete|with) /.test(sql)) return undefined;
  const name = `mastodoor_${names.size}`;
  names.set(sql, name);
  return name;
}
