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

/** Parameters that are worth something to whoever reads over one's shoulder. */
const secretNames = /^(?:client_secret|code|code_verifier|token|access_token|password|csrf_token|state|.*\[keys\].*)$/;

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
    const hasBody = request.body !== null && Number(request.headers.get('content-length') ?? 0) <= MOST_READ;
    const copy = hasBody ? request.clone() : undefined;
    const response = await answer(request);
    const url = new URL(request.url);
    const parameters = { ...fromPairs(url.searchParams), ...(copy === undefined ? {} : await bodyOf(copy)) };
    const authorization = request.headers.get('authorization');
    const seen: SeenRequest = {
      at,
      method: request.method,
      path: url.pathname,
      status: response.status,
      milliseconds: Math.round(performance.now() - started),
      parameters,
      ...(authorization === null ? {} : { authorization: shortened(authorization.slice(0, 13), authorization) }),
    };
    const isText = response.status >= 400 && !response.headers.get('content-type')?.startsWith('text/event-stream');
    const text = isText ? await response.clone().text() : '';
    const explanation = await explain(seen, text, this.#store);
    this.#seen.unshift(explanation === undefined ? seen : { ...seen, explanation });
    this.#seen.length = Math.min(this.#seen.length, MOST_SEEN);
    return response;
  }
}

async function bodyOf(request: Request): Promise<Readonly<Record<string, string>>> {
  const text = await request.text().catch(() => '');
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

function fromPairs(pairs: Iterable<readonly [string, unknown]>): Readonly<Record<string, string>> {
  const parameters: Record<string, string> = Object.create(null);
  for (const [name, value] of pairs) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const isSecret = secretNames.test(name) || typeof value === 'object';
    parameters[name.slice(0, 100)] = isSecret ? shortened(text.slice(0, 6), text) : text.slice(0, LONGEST_VALUE);
  }
  return parameters;
}

function shortened(beginning: string, whole: string): string {
  return whole.length > beginning.length ? `${beginning}…` : '…';
}
