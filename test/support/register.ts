import type { Requests } from './requests.ts';

/** What registration answered, as far as tests of clients use it. */
export interface Registered {
  readonly id: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly redirect_uri: string;
  readonly redirect_uris: readonly string[];
}

/** Registers an app by a form, for clients that have no registration of their own. */
export async function register(
  server: Requests,
  fields: { readonly redirect_uris: string; readonly scopes: string },
): Promise<Registered> {
  const response = await server.post('/api/v1/apps', { client_name: 'Client test', ...fields });
  if (response.status !== 200) throw new Error(await response.text());
  return (await response.json()) as Registered;
}

/** Exchanges a code, with the secret in a form. */
export function redeem(
  server: Requests,
  { client_id, client_secret, redirect_uri }: Registered,
  code: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const fields = { grant_type: 'authorization_code', client_id, client_secret, redirect_uri, code };
  return server.post('/oauth/token', { ...fields, ...more });
}
