import type { Caller } from './caller.ts';

/** Tells whether a caller's token ended by an event. */
export type HasEnded = (caller: Caller) => boolean;

const anything: HasEnded = () => true;

/**
 * Reads one event of `GET /oauth/introspect/revocations`. What is not understood, such as a kind that a later version of
 * the server knows, may concern anybody.
 */
export function readRevocation(data: string): HasEnded {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch {
    return anything;
  }
  if (typeof event !== 'object' || event === null) return anything;
  const { kind, token_id, grant_id, account_id, app_id } = event as Readonly<Record<string, unknown>>;
  switch (kind) {
    case 'token':
      return ({ tokenId }) => tokenId === token_id;
    case 'grant':
      return ({ grantId }) => grantId === grant_id;
    case 'account':
      return ({ account, app }) => account?.id === account_id && (app_id === undefined || app?.id === app_id);
    case 'app':
      return ({ app }) => app?.id === app_id;
    default:
      return anything;
  }
}

/** Takes whole events out of a stream of text (server-sent events); a comment is none. */
export class EventReader {
  #unread = '';

  /** @returns the data of each event that is complete now */
  read(text: string): readonly string[] {
    const blocks = (this.#unread + text).split('\n\n');
    this.#unread = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const data = block
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart());
      return data.length === 0 ? [] : [data.join('\n')];
    });
  }

  /** How much of an unfinished event is held. */
  get unread(): number {
    return this.#unread.length;
  }
}
