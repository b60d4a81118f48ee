type HeaderValues = Readonly<Record<string, string | readonly string[] | undefined>>;

interface HeaderReader {
  get(name: string): string | null | undefined;
}

/** Whatever a JavaScript server has of a request: a `Request`, `Headers`, Node's request, or Node's headers. */
export type RequestLike = HeaderReader | HeaderValues | { readonly headers: HeaderReader | HeaderValues };

/** The `Authorization` header; several come joined, and so name no token that anybody knows. */
export function authorizationOf(request: RequestLike): string | undefined {
  const headers = hasHeaders(request) ? request.headers : request;
  if (isReader(headers)) return headers.get('authorization') ?? undefined;
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return typeof found === 'string' || found === undefined ? found : found.join(', ');
}

function hasHeaders(request: RequestLike): request is { readonly headers: HeaderReader | HeaderValues } {
  const { headers } = request as { readonly headers?: unknown };
  return typeof headers === 'object' && headers !== null && !Array.isArray(headers);
}

function isReader(headers: HeaderReader | HeaderValues): headers is HeaderReader {
  return typeof headers.get === 'function';
}
