import type { BenchRequest } from './load.ts';

/** A call of the API with a token. */
export function withToken(path: string, token: string): BenchRequest {
  return { method: 'GET', path, headers: { Authorization: `Bearer ${token}` } };
}

/** A form that is sent. */
export function form(
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: BenchRequest['headers'] = {},
): BenchRequest {
  return {
    method: 'POST',
    path,
    headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  };
}
