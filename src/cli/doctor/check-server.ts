import type { Config } from '../../server/config.ts';
import { checkArrival } from './check-arrival.ts';
import { type Ask, checkCrossOrigin } from './check-cross-origin.ts';
import { about, type Finding } from './finding.ts';

/** One request may take so long, in milliseconds. */
const PATIENCE = 5000;

/** A web app that does not exist: what it may read, every web app may. */
const ORIGIN = 'https://doctor.invalid';

/** More difference between two clocks than a request takes, in milliseconds. */
const CLOCK_SLACK = 60 * 1000;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Looks at the running server through PUBLIC_URL, as apps do: what stands before it must pass everything on.
 * @param fetch replaced in tests
 */
export async function checkServer(config: Config, fetch: Fetch = globalThis.fetch): Promise<readonly Finding[]> {
  const reachable = await checkReachable(config, fetch);
  if (reachable.level !== 'ok') return [reachable];
  const { publicUrl } = config;
  const ask: Ask = async (path, init) => {
    const answer = await fetch(`${publicUrl}${path}`, { ...options(init.headers), ...withoutHeaders(init) });
    await answer.body?.cancel();
    return answer;
  };
  const checks: readonly (() => Promise<Finding | readonly Finding[]>)[] = [
    () => checkMetadata(publicUrl, fetch),
    () => checkAuthorization(publicUrl, fetch),
    () => checkArrival(config, (url, headers) => fetch(url, options(headers))),
    () => checkCrossOrigin(ask),
    () => checkClock(publicUrl, fetch),
  ];
  const findings = checks.map((check) =>
    check().catch((error: unknown) =>
      about('server').problem(`${config.publicUrl} did not answer: ${reasonOf(error)}.`),
    ),
  );
  return [reachable, ...(await Promise.all(findings)).flat()];
}

function withoutHeaders({ headers: _, ...init }: Parameters<Ask>[1]): RequestInit {
  return init;
}

async function checkReachable(config: Config, fetch: Fetch): Promise<Finding> {
  const subject = about('server');
  const outside = await askHealth(config.publicUrl, fetch);
  if (outside === 'healthy') return subject.ok(`It answers at ${config.publicUrl}.`);
  const inside = await askHealth(localAddress(config), fetch);
  if (inside === 'healthy') {
    return subject.problem(
      `It runs, but ${config.publicUrl} does not lead to it: ${outside}. Check the name, the proxy, its certificate and the firewall.`,
    );
  }
  if (outside.startsWith('it answered')) {
    return subject.problem(`At ${config.publicUrl} ${outside}. Check that PUBLIC_URL leads to this server.`);
  }
  return subject.skipped('It is not running, so what apps see of it was not checked. Start it and ask again.');
}

async function askHealth(origin: string, fetch: Fetch): Promise<string> {
  try {
    const response = await fetch(`${origin}/health`, options());
    const body = await response.text();
    return response.status === 200 && /"status"\s*:\s*"ok"/.test(body) ? 'healthy' : `it answered ${response.status}`;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Where the server listens on this machine; a wildcard is reached through loopback. */
function localAddress({ host, port }: Config): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://[::1]:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Apps turn away from metadata whose issuer is not the address that they asked (RFC 8414 §3.3). */
async function checkMetadata(publicUrl: string, fetch: Fetch): Promise<Finding> {
  const subject = about('metadata');
  const response = await fetch(`${publicUrl}/.well-known/oauth-authorization-server`, options());
  const issuer = /"issuer"\s*:\s*"([^"]*)"/.exec(await response.text())?.[1];
  if (response.status !== 200 || issuer === undefined) {
    return subject.problem(
      `/.well-known/oauth-authorization-server answers ${response.status} without an issuer. The proxy must pass /.well-known/ on.`,
    );
  }
  if (issuer === publicUrl) return subject.ok(`The issuer is ${issuer}.`);
  return subject.problem(
    `The running server calls itself ${issuer}, and PUBLIC_URL here is ${publicUrl}. Give both the same settings.`,
  );
}

/**
 * Lesson 42: a proxy that drops `Authorization` breaks every app, and looks like a wrong token. The token endpoint answers a
 * wrong client with the scheme that it used (RFC 6749 §5.2), so the answer tells whether the header arrived.
 */
async function checkAuthorization(publicUrl: string, fetch: Fetch): Promise<Finding> {
  const subject = about('authorization');
  const response = await fetch(`${publicUrl}/oauth/token`, {
    ...options({ Authorization: `Basic ${btoa('mastodoor-doctor:nobody')}` }),
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  await response.body?.cancel();
  const challenge = response.headers.get('www-authenticate');
  if (response.status === 429) return subject.warning('Too many requests. Ask again in five minutes.');
  if (response.status !== 401) {
    return subject.problem(`POST /oauth/token answers ${response.status} where 401 is due. Check the proxy's rules.`);
  }
  if (challenge === null)
    return subject.problem('The proxy drops the WWW-Authenticate header of answers. Let it pass.');
  if (/^basic\b/i.test(challenge)) return subject.ok('The Authorization header arrives.');
  return subject.problem(
    'The Authorization header does not arrive, so no token works. Let the proxy pass it on (Apache: CGIPassAuth, or no authentication of its own).',
  );
}

/** The clock that apps see is another one when the server runs elsewhere. */
async function checkClock(publicUrl: string, fetch: Fetch): Promise<Finding> {
  const subject = about('server clock');
  const response = await fetch(`${publicUrl}/health`, options());
  await response.body?.cancel();
  const told = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(told)) return subject.skipped('The answer has no Date header.');
  const seconds = Math.round(Math.abs(told - Date.now()) / 1000);
  return seconds * 1000 > CLOCK_SLACK
    ? subject.warning(`It differs from this machine's by ${seconds} seconds. Set both, for instance by NTP.`)
    : subject.ok("It agrees with this machine's.");
}

function options(headers: Readonly<Record<string, string>> = {}): RequestInit {
  return { headers: { Origin: ORIGIN, ...headers }, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `nothing came within ${PATIENCE / 1000} seconds`;
  const { cause } = error;
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : error.message;
}
