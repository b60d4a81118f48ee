import type { App } from '../protocol/app.ts';
import { type ClientSecret, clientIdAt, digestOf } from '../protocol/secret.ts';
import { admitRegistration } from './policies.ts';
import type { World } from './ports.ts';

/** What an app says of itself, after its validation. */
export type AppDescription = Pick<App, 'name' | 'website' | 'redirectUris' | 'scopes'>;

/**
 * Registers a confidential app and makes its credentials; the secret is in the answer and nowhere else (contract §2).
 * Only an operator may ask for a resource server, which learns of every token.
 * @throws PolicyRefused
 */
export async function registerApp(
  world: World,
  description: AppDescription,
  address: string,
  { resourceServer = false }: { readonly resourceServer?: boolean } = {},
): Promise<{ readonly app: App; readonly clientSecret: ClientSecret }> {
  await admitRegistration(world, description, { address });
  const clientSecret = world.randomSecret() as ClientSecret;
  const now = world.now();
  const app = await world.store.addApp({
    ...description,
    clientId: clientIdAt(now, world.randomSecret()),
    secretDigest: digestOf(clientSecret),
    confidential: true,
    resourceServer,
    createdAt: now,
  });
  world.report({ event: 'app registered', appId: app.id, address });
  return { app, clientSecret };
}
