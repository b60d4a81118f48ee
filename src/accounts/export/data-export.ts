/** What is kept about a person, for that person. */
export interface DataExport {
  readonly members: Readonly<Record<string, unknown>>;
  /** Read piece by piece, however long they are; newest first. */
  readonly lists: Readonly<Record<string, AsyncIterable<unknown>>>;
}

/** How much of a long list is read at once. */
const PART = 500;

/** A list of any length, newest first, read part by part, and each part as an export shows it. */
export async function* wholeList<Row extends { readonly id: string }>(
  read: (part: { readonly limit: number; readonly maxId: string | undefined }) => Promise<readonly Row[]>,
  describe: (rows: readonly Row[]) => readonly unknown[] | Promise<readonly unknown[]>,
): AsyncGenerator<unknown, void> {
  for (let maxId: string | undefined; ; ) {
    const rows = await read({ limit: PART, maxId });
    yield* await describe(rows);
    if (rows.length < PART) return;
    maxId = rows.at(-1)?.id;
  }
}
