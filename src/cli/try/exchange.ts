import { version } from '../../library/version.ts';
import { CannotGoOn, type Journal } from './journal.ts';

/** One request may take so long, in milliseconds. */
const PATIENCE = 20_000;

export interface Ask {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly form?: ReadonlyArray<readonly [name: string, value: string]>;
  readonly accessToken?: string;
}

export interface Answer {
  readonly status: number;
  /** Members of a JSON object; empty when the body is anything else. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly isJson: boolean;
  /** A member that is text. */
  text(name: string): string | undefined;
  /** What the server said, in short, for the words of a failed expectation. */
  readonly summary: string;
}

/**
 * Sends a request and writes both it and its answer down.
 * @throws CannotGoOn when there is no answer
 */
export async function exchange(journal: Journal, ask: Ask, signal: AbortSignal): Promise<Answer> {
  const { method, url, form, accessToken } = ask;
  journal.masker.learnFrom(form ?? []);
  if (accessToken !== undefined) journal.masker.learn(accessToken);
  journal.detail(`${method} ${url}`);
  if (accessToken !== undefined) journal.detail(`Authorization: Bearer ${accessToken}`);
  for (const [name, value] of form ?? []) journal.detail(`${name}=${value}`);
  const started = performance.now();
  try {
    const response = await fetch(url, {
      method,
      // A redirected POST would carry its secrets to an address that nobody named.
      redirect: method === 'GET' && accessToken === undefined ? 'follow' : 'manual',
      headers: {
        Accept: 'application/json',
        'User-Agent': `Mastodoor/${version} (try)`,
        ...(accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` }),
      },
      body:
        form === undefined ? null : new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])),
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    });
    const body = await response.text();
    const answer = readAnswer(response.status, body);
    journal.masker.learnFrom(Object.entries(answer.members));
    const type = response.headers.get('content-type') ?? 'no content type';
    journal.detail(`→ ${response.status} ${type}, ${Math.round(performance.now() - started)} ms`);
    for (const line of bodyLines(answer, body)) journal.detail(`  ${line}`);
    return answer;
  } catch (error) {
    if (signal.aborted) throw error;
    journal.check(false, `${method} ${url} is answered`, whyNoAnswer(error));
    throw new CannotGoOn('no answer', { cause: error });
  }
}

function readAnswer(status: number, body: string): Answer {
  const parsed = parseJson(body);
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  const members = isObject ? (parsed as Record<string, unknown>) : {};
  const text = (name: string) => {
    const value = members[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const words = [text('error'), text('error_description')].filter((part) => part !== undefined);
  const summary = words.length === 0 ? `the answer was ${status}` : `the answer was ${status}: ${words.join(', ')}`;
  return { status, members, isJson: parsed !== undefined, text, summary };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function bodyLines({ members, isJson }: Answer, body: string): readonly string[] {
  const lines = Object.entries(members).map(([name, value]) => `${name}: ${shown(value)}`);
  if (lines.length > 0) return lines;
  const [first = ''] = body.trim().split('\n');
  return first === '' ? [] : [isJson ? body.trim() : first];
}

function shown(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function whyNoAnswer(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `nothing came within ${PATIENCE / 1000} seconds`;
  const { cause } = error;
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : error.message;
}
