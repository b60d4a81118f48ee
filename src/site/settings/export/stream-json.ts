/**
 * An object as JSON, piece by piece, with lists that need not be in memory at once.
 * @throws what reading a list throws: the text then ends before its end
 */
export async function* streamJson(
  members: Readonly<Record<string, unknown>>,
  lists: Readonly<Record<string, AsyncIterable<unknown>>>,
): AsyncGenerator<string, void> {
  let before = '{';
  for (const [name, value] of Object.entries(members)) {
    yield `${before}${JSON.stringify(name)}:${JSON.stringify(value ?? null)}`;
    before = ',';
  }
  for (const [name, list] of Object.entries(lists)) {
    yield `${before}${JSON.stringify(name)}:[`;
    before = '';
    for await (const element of list) {
      yield `${before}${JSON.stringify(element)}`;
      before = ',';
    }
    yield ']';
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}
