import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Clues, type ExplainingStore, type Explanation, explain } from './explain.ts';

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
  /** Of one that was refused, or not taken as it was meant. */
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
  readonly #store: ExplainingStore;
  readonly #seen: SeenRequest[] = [];

  constructor(store: ExplainingStore) {
    this.#store = store;
  }

  get seen(): readonly SeenRequest[] {
    return this.#seen;
  }

  /** Answers a request and remembers both. */
  async watch(request: Request, answer: (request: Request) => Promise<Response>): Promise<Response> {
    const started = performance.now();
    const at = Date.now();
    // Read beside the server: a copy that nobody reads or gives up would keep the server from giving up a body that is too long.
    const reading = request.body === null ? undefined : parametersOfBody(request.clone());
    const response = await answer(request);
    const url = new URL(request.url);
    const isText = response.status >= 400 && !response.headers.get('content-type')?.startsWith('text/event-stream');
    await this.#remember({
      ...{ at, started, method: request.method, url, status: response.status },
      body: (await reading) ?? {},
      clues: {
        text: isText ? await response.clone().text() : '',
        authorization: authorizationOf(url, request.headers),
        request: request.headers,
        answer: response.headers,
      },
    });
    return response;
  }

  /** Remembers a request to become the WebSocket of a stream, with what is written to it first. Any other is answered as a plain one. */
  watchUpgrade(incoming: IncomingMessage, socket: Duplex): void {
    const [started, at] = [performance.now(), Date.now()];
    const url = URL.parse(incoming.url ?? '', 'http://demo.example');
    if (url === null || !isStream(url)) return;
    const request = new Headers(
      Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const authorization = authorizationOf(url, request);
    whenAnswered(socket, ({ status, answer, text }) =>
      this.#remember({
        ...{ at, started, method: 'GET', url, status, body: {} },
        clues: { text, authorization, request, answer },
      }),
    );
  }

  async #remember({ at, started, method, url, status, body, clues }: Answered): Promise<void> {
    const { authorization } = clues;
    const seen: SeenRequest = {
      at: new Date(at).toISOString(),
      method,
      path: url.pathname.replace(/^(\/invite\/.{4}).+/, '$1…'),
      status,
      milliseconds: Math.round(performance.now() - started),
      parameters: { ...fromPairs(url.searchParams), ...body },
      ...(authorization === undefined ? {} : { authorization: shortened(authorization.slice(0, 13), authorization) }),
    };
    const explanation = await explain(seen, clues, this.#store);
    this.#seen.unshift(explanation === undefined ? seen : { ...seen, explanation });
    this.#seen.length = Math.min(this.#seen.length, MOST_SEEN);
  }
}

/** A request with its answer. */
interface Answered {
  /** Milliseconds since the Unix epoch; `started` is of the process's own clock. */
  readonly at: number;
  readonly started: number;
  readonly method: string;
  readonly url: URL;
  readonly status: number;
  /** Parameters of the body. */
  readonly body: Readonly<Record<string, string>>;
  readonly clues: Clues;
}

/** The token that counts: a stream may have it elsewhere, as a browser can set no header there. */
function authorizationOf(url: URL, headers: Headers): string | undefined {
  const header = headers.get('authorization');
  if (header !== null || !isStream(url)) return header ?? undefined;
  const token = url.searchParams.get('access_token') ?? headers.get('sec-websocket-protocol');
  return token === null ? undefined : `Bearer ${token}`;
}

function isStream({ pathname }: URL): boolean {
  return pathname.startsWith('/api/v1/streaming');
}

/** Reads the answer to an upgrade as it is written. */
function whenAnswered(
  socket: Duplex,
  tell: (answered: { readonly status: number; readonly answer: Headers; readonly text: string }) => void,
): void {
  const read = (first: unknown) => {
    const [head = '', text = ''] = String(first).split('\r\n\r\n', 2);
    const [line = '', ...lines] = head.split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1]);
    const fields = lines.map((field): [string, string] => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon), field.slice(colon + 1).trim()];
    });
    if (status > 0) tell({ status, answer: new Headers(fields), text });
  };
  const { write, end } = socket;
  const around = (method: typeof write | typeof end) =>
    function (this: Duplex, ...given: unknown[]) {
      Object.assign(socket, { write, end });
      read(given[0]);
      return Reflect.apply(method, socket, given);
    };
  // What accepts writes, what refuses ends with what it says.
  Object.assign(socket, { write: around(write), end: around(end) });
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
    parameters[name] = isSecret ? shortened(beginningOf(text), text) : text.slice(0, LONGEST_VALUE);
  }
  return parameters;
}

/** So little of a short one, such as a password, that the rest cannot be guessed. */
function beginningOf(secret: string): string {
  return secret.slice(0, Math.min(6, Math.floor(secret.length / 4)));
}

function shortened(beginning: string, whole: string): string {
  return whole.length > beginning.length ? `${beginning}…` : '…';
}
