/**
 * How many texts of a kind have a name, on every connection of the server; those beyond are parsed anew each time. A list
 * makes a text of its own for each length that it has, and must not take the names of all others.
 */
const NAMED_STATEMENTS = { fixed: 256, listing: 128 };

const names = { fixed: new Map<string, string>(), listing: new Map<string, string>() };

/**
 * The name under which a statement is prepared, once on each connection; undefined for texts that are not worth one.
 * Names are the same on all connections of the process.
 */
export function statementName(sql: string): string | undefined {
  const known = names.fixed.get(sql) ?? names.listing.get(sql);
  if (known !== undefined) return known;
  // Only statements for data are asked again and again.
  if (!/^(select|insert|update|delete|with) /.test(sql)) return undefined;
  const kind = / in \(\$\d+, |\), \(\$/.test(sql) ? 'listing' : 'fixed';
  if (names[kind].size >= NAMED_STATEMENTS[kind]) return undefined;
  const name = `mastodoor_${kind}_${names[kind].size}`;
  names[kind].set(sql, name);
  return name;
}
