/** The usual ways to ask a server, over whatever carries a request to it. */
export abstract class Requests {
  /** Sends a request to a path of the server; redirects are not followed. */
  abstract request(path: string, init?: RequestInit): Promise<Response>;

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.request(path, { headers });
  }

  post(
    path: string,
    form: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return this.request(path, { method: 'POST', headers, body: new URLSearchParams(form) });
  }

  postJson(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }
}
