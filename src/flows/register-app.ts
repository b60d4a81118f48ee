import type { App } from '../protocol/app.ts';
import { type ClientSecret, digestOf } from '../protocol/secret.ts';
import type { World } from './ports.ts';

/** What an app says of itself, after its validation. */
export type AppDescription = Pick<App, 'name' | 'website' | 'redirectUris' | 'scopes'>;

/** Registers a confidential app and makes its credentials; the secret is in the answer and nowhere else (contract §2). */
export async function registerApp(
  world: World,
  description: AppDescription,
  address: string,
): Promise<{ readonly app: App; readonly clientSecret: ClientSecret }> {
  const clientSecret = world.randomSecret() as ClientSecret;
  const app = await world.store.addApp({
    ...description,
    clientId: world.randomSecret(),
    secretDigest: digestOf(clientSecret),
    confidential: true,
    createdAt: world.now(),
  });
  world.report({ event: 'app registered', appId: app.id, address });
  return { app, clientSecret };
}
