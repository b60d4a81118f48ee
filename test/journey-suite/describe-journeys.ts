import { after, before, describe } from 'node:test';
import { describeAppAccess } from './app-access.ts';
import { describeBots } from './bots.ts';
import { describeDiscovery } from './discovery.ts';
import { describeEndOfAccess } from './end-of-access.ts';
import { describeLettingIn } from './letting-in.ts';
import { describeMasto } from './masto.ts';
import { describeMegalodon } from './megalodon.ts';
import { describeMistakes } from './mistakes.ts';
import { describeOauth4webapi } from './oauth4webapi.ts';
import { describeOpenidClient } from './openid-client.ts';
import { describeOtherOrigins } from './other-origins.ts';
import { describeRequestShapes } from './request-shapes.ts';
import { type Mounted, Site } from './site.ts';
import { describeWebApp } from './web-app.ts';

/**
 * What every mounting must do: the journeys that the server exists for, with the real clients.
 * @param name where it is mounted, as the report shall say it
 * @param options.skip what this machine lacks for it
 */
export function describeJourneys(
  name: string,
  start: () => Promise<Mounted>,
  options: { readonly skip?: string | false } = {},
): void {
  describe(`${name}:`, options, () => {
    const site = new Site(start);
    before(() => site.open());
    after(() => site.close());

    describeDiscovery(site);
    describeAppAccess(site);
    describeLettingIn(site);
    describeBots(site);
    describeEndOfAccess(site);
    describeMistakes(site);
    describeOtherOrigins(site);
    describeRequestShapes(site);
    describeMasto(site);
    describeMegalodon(site);
    describeOauth4webapi(site);
    describeOpenidClient(site);
    describeWebApp(site);
  });
}
