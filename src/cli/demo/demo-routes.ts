import type { AccountPerson } from '../../accounts/person.ts';
import { open } from '../../http/access.ts';
import { html, json, withCookies } from '../../http/reply.ts';
import { route } from '../../http/route.ts';
import { beginVisit } from '../../http/visit.ts';
import type { RouteKit } from '../../library/auth-server-options.ts';
import { type DemoView, demoPage } from '../../pages/site/demo/demo-page.ts';
import type { SiteRoute } from '../../site/site-deps.ts';
import type { KeptMails } from './kept-mail.ts';
import type { RequestLog } from './request-log.ts';
import type { Seeded } from './seed.ts';

/** What the pages of a demo show. */
export interface DemoFacts {
  readonly origin: string;
  readonly seeded: Seeded;
  readonly log: RequestLog;
  readonly mails: KeptMails;
}

/** The demo's own pages, beside those of the server. */
export function demoRoutes(kit: RouteKit<AccountPerson>, facts: DemoFacts): readonly SiteRoute[] {
  return [
    route('page', 'GET', '/demo', open, async (request) => {
      const visit = await beginVisit(kit.http, request);
      return withCookies(html(demoPage(visit.frame, demoView(facts))), visit.cookies);
    }),
    route('oauth-direct', 'GET', '/demo/requests.json', open, () => json(facts.log.seen)),
  ];
}

/** Lines for a terminal: what an app does first. */
export function commandsOf({ origin, seeded }: Pick<DemoFacts, 'origin' | 'seeded'>): readonly string[] {
  const [reading, everything] = Object.values(seeded.tokens);
  return [
    `curl -H 'Authorization: Bearer ${reading}' ${origin}/api/v1/timelines/home`,
    `curl -H 'Authorization: Bearer ${everything}' -d status=Hello ${origin}/api/v1/statuses`,
    `curl -d client_name=Mine -d redirect_uris=urn:ietf:wg:oauth:2.0:oob -d 'scopes=read write' ${origin}/api/v1/apps`,
  ];
}

function demoView({ origin, seeded, log, mails }: DemoFacts): DemoView {
  const { password, accounts, app, tokens } = seeded;
  return {
    people: accounts.map((username) => ({ name: `@${username}`, url: `/@${username}` })),
    password,
    app: { clientId: app.client_id, clientSecret: app.client_secret, redirectUri: app.redirect_uri },
    tokens: Object.entries(tokens).map(([scopes, token]) => ({ scopes, token })),
    commands: commandsOf({ origin, seeded }),
    requests: log.seen.map(({ at, parameters, ...request }) => ({
      ...request,
      at: Date.parse(at),
      parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })),
    })),
    mails: mails.kept,
  };
}
