import assert from 'node:assert/strict';

/** The members of a JSON answer. */
export type Members = Readonly<Record<string, unknown>>;

const secret = /^[A-Za-z0-9_-]{43}$/;

export const bearer = (token: unknown) => ({ Authorization: `Bearer ${token}` });

/** Reads JSON as every client does: by its status and media type first. */
export async function read(response: Response | Promise<Response>, status = 200): Promise<Members> {
  const answer = await response;
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  return JSON.parse(text) as Members;
}

export function assertApp(app: Members): void {
  assert.match(String(app.client_id), secret);
  assert.match(String(app.client_secret), secret);
}

export function assertToken(token: Members, scope: string): void {
  assert.match(String(token.access_token), secret);
  assert.deepEqual([token.token_type, token.scope], ['Bearer', scope]);
  assert.ok(Number.isInteger(token.created_at));
}

/** That the scripts of any web page may read this. */
export function assertReadableEverywhere(response: Response): void {
  assert.equal(response.headers.get('access-control-allow-origin'), '*', response.url);
  assert.equal(response.headers.get('access-control-allow-credentials'), null, response.url);
}

/** The members that an answer added to a redirect URI. */
export const answerIn = (location: string) => new URLSearchParams(location.slice(location.indexOf('?') + 1));

/** The code that an answer carries. */
export function codeIn(location: string): string {
  const code = answerIn(location).get('code');
  assert.match(code ?? '', secret, location);
  return code ?? '';
}

/** Contract "Error bodies": exactly these words, or these and help after them. */
export const refusals = {
  invalid_grant:
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  invalid_scope: 'The requested scope is invalid, unknown, or malformed.',
  invalid_client:
    'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
  unauthorized_client: 'You are not authorized to revoke this token',
} as const;

const statuses = { invalid_grant: 400, invalid_scope: 400, invalid_client: 401, unauthorized_client: 403 } as const;

/** A refusal with its status, its code, the standard sentence first, and the two members in this order. */
export async function assertRefused(
  response: Response | Promise<Response>,
  code: keyof typeof refusals,
  help?: RegExp,
): Promise<void> {
  const body = await read(response, statuses[code]);
  assert.deepEqual(Object.keys(body), ['error', 'error_description']);
  assert.equal(body.error, code);
  const description = String(body.error_description);
  assert.ok(description.startsWith(refusals[code]), description);
  if (help === undefined) return;
  assert.match(description.slice(refusals[code].length), help);
}
