import type { FullStore } from '../../storage/store.ts';
import { type Explanation, explain } from './explain.ts';

/** A request as the demo shows it. Secrets are their first characters only. */
export interface SeenRequest {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Of query and body, shortened. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Shortened; absent when none was sent. */
  readonly authorization?: string;
  /** Of a refused one. */
  readonly explanation?: Explanation;
}

/** How many requests are remembered. */
const MOST_SEEN = 200;

/** A body is looked at up to this length, in bytes. */
const MOST_READ = 64 * 1024;

/** Parameters that are worth something to whoever reads over one's shoulder: by parts of names, as forms of people count too. */
const secretNames = /secret|password|token|code|verifier|state|key|credential|assertion|totp|hint/i;

/** Names with such a part whose values are no secrets. */
const openNames = /^(?:code_challenge|code_challenge_method|token_type_hint)$/;

/** What a name looks like. Anything else is a body that was sent as another type than it is, and may hold secrets. */
const plainName = /^[\w.:[\]-]{1,60}$/;

const LONGEST_VALUE = 300;

/** The last requests, newest first. */
export class RequestLog {
  readonly #store: Pick<FullStore, 'findAppByClientId'>;
  readonly #seen: SeenRequest[] = [];

  constructor(store: Pick<FullStore, 'findAppByClientId'>) {
    this.#store = store;
  }

  get seen(): readonly SeenRequest[] {
    return this.#seen;
  }

  /** Answers a request and remembers both. */
  async watch(request: Request, answer: (request: Request) => Promise<Response>): Promise<Response> {
    const started = performance.now();
    const at = new Date().toISOString();
    // Read beside the server: a copy that nobody reads or gives up would keep the server from giving up a body that is too long.
    const reading = request.body === null ? undefined : parametersOfBody(request.clone());
    const response = await answer(request);
    const url = new URL(request.url);
    const parameters = { ...fromPairs(url.searchParams), ...(await reading) };
    const authorization = request.headers.get('authorization');
    const seen: SeenRequest = {
      at,
      method: request.method,
      path: url.pathname.replace(/^(\/invite\/.{4}).+/, '$1…'),
      status: response.status,
      milliseconds: Math.round(performance.now() - started),
      parameters,
      ...(authorization === null ? {} : { authorization: shortened(authorization.slice(0, 13), authorization) }),
    };
    const isText = response.status >= 400 && !response.headers.get('content-type')?.startsWith('text/event-stream');
    const text = isText ? await response.clone().text() : '';
    const explanation = await explain(
      seen,
      { text, challenge: response.headers.get('www-authenticate') ?? '' },
      this.#store,
    );
    this.#seen.unshift(explanation === undefined ? seen : { ...seen, explanation });
    this.#seen.length = Math.min(this.#seen.length, MOST_SEEN);
    return response;
  }
}

async function parametersOfBody(request: Request): Promise<Readonly<Record<string, string>>> {
  const text = await readShort(request.body).catch(() => '');
  if (text === undefined) return { '(body)': `more than ${MOST_READ} bytes` };
  const type = request.headers.get('content-type') ?? '';
  if (type.startsWith('application/json')) {
    try {
      const body: unknown = JSON.parse(text);
      return typeof body === 'object' && body !== null ? fromPairs(Object.entries(body)) : {};
    } catch {
      return {};
    }
  }
  return type.startsWith('multipart/')
    ? { '(multipart)': `${text.length} characters` }
    : fromPairs(new URLSearchParams(text));
}

/** The text of a body, or undefined when it is longer than what is looked at. */
async function readShort(body: Request['body']): Promise<string | undefined> {
  if (body === null) return '';
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    size += next.value.byteLength;
    if (size <= MOST_READ) continue;
    // Not awaited: it settles only when the server has given up its half as well.
    reader.cancel().catch(() => {});
    return undefined;
  }
  return Buffer.concat(chunks).toString();
}

function fromPairs(pairs: Iterable<readonly [string, unknown]>): Readonly<Record<string, string>> {
  const parameters: Record<string, string> = Object.create(null);
  for (const [name, value] of pairs) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (!plainName.test(name)) {
      parameters['(no name of a parameter)'] = `${name.length} characters`;
      continue;
    }
    const isSecret = (secretNames.test(name) && !openNames.test(name)) || typeof value === 'object';
    parameters[name] = isSecret ? shortened(text.slice(0, 6), text) : text.slice(0, LONGEST_VALUE);
  }
  return parameters;
}

function shortened(beginning: string, whole: string): string {
  return whole.length > beginning.length ? `${beginning}…` : '…';
}
