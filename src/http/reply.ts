/** An answer as plain data; `mount-routes.ts` adds the headers of its surface and makes the one Response. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `Set-Cookie` lines. */
  readonly cookies?: readonly string[];
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

const jsonHeaders = { 'Content-Type': 'application/json; charset=utf-8' } as const;

/** A JSON answer. */
export function json(
  value: unknown,
  options: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Reply {
  return {
    status: options.status ?? 200,
    headers: options.headers === undefined ? jsonHeaders : { ...jsonHeaders, ...options.headers },
    body: JSON.stringify(value),
  };
}

/** A page. */
export function html(
  page: { toString(): string },
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers }, body: page.toString() };
}

/** A redirect to `location`, sent byte for byte. */
export function redirect(location: string, status: 302 | 303 = 302): Reply {
  return { status, headers: { Location: location }, body: null };
}

/** The same answer with further cookies. */
export function withCookies(reply: Reply, cookies: readonly string[]): Reply {
  return { ...reply, cookies: [...(reply.cookies ?? []), ...cookies] };
}
