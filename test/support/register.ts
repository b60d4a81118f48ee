import type { RunningServer } from './running-server.ts';

/** What registration answered, as far as tests of clients use it. */
export interface Registered {
  readonly client_id: string;
  readonly client_secret: string;
  readonly redirect_uri: string;
}

/** Registers an app by a form, for clients that have no registration of their own. */
export async function register(
  server: RunningServer,
  fields: { readonly redirect_uris: string; readonly scopes: string },
): Promise<Registered> {
  const response = await server.post('/api/v1/apps', { client_name: 'Client test', ...fields });
  if (response.status !== 200) throw new Error(await response.text());
  return (await response.json()) as Registered;
}
