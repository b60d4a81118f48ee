import { exchange } from './exchange.ts';
import type { Journal } from './journal.ts';
import type { Play } from './play.ts';

/** Where the server's endpoints are, and what it promises. */
export interface Endpoints {
  /** Absent when the server has no metadata. */
  readonly issuer: string | undefined;
  readonly registration: string;
  readonly authorization: string;
  readonly token: string;
  readonly revocation: string;
  readonly pkce: boolean;
  /** Whether the answer to an authorization request names its issuer (RFC 9207 §3). */
  readonly namesIssuer: boolean;
}

/** Reads the server's metadata (RFC 8414); a server without it has the addresses that Mastodon always had. */
export async function discover(play: Play): Promise<Endpoints> {
  const { server, signal } = play;
  const journal: Journal = play.journal;
  journal.step('What the server says of itself');
  const answer = await exchange(
    journal,
    { method: 'GET', url: `${server}/.well-known/oauth-authorization-server` },
    signal,
  );
  const issuer = answer.status === 200 ? answer.text('issuer')?.replace(/\/$/, '') : undefined;
  if (issuer !== undefined) {
    journal.demand(issuer === server, 'The issuer is the address that was asked (RFC 8414 §3.3)', `it is ${issuer}`);
  } else if (answer.status === 200) {
    journal.check(false, 'The metadata is a JSON object with an issuer', 'it is something else');
  } else journal.note('No metadata: the addresses that Mastodon has always had are used');
  await readNodeinfo(play);
  const challenges = answer.members.code_challenge_methods_supported;
  return {
    issuer,
    registration: answer.text('app_registration_endpoint') ?? `${server}/api/v1/apps`,
    authorization: answer.text('authorization_endpoint') ?? `${server}/oauth/authorize`,
    token: answer.text('token_endpoint') ?? `${server}/oauth/token`,
    revocation: answer.text('revocation_endpoint') ?? `${server}/oauth/revoke`,
    pkce: Array.isArray(challenges) && challenges.includes('S256'),
    namesIssuer: answer.members.authorization_response_iss_parameter_supported === true,
  };
}

/** Which software it is: good to know, and no fault when it does not say. */
async function readNodeinfo({ journal, server, signal }: Play): Promise<void> {
  const list = await exchange(journal, { method: 'GET', url: `${server}/.well-known/nodeinfo` }, signal);
  const { links } = list.members;
  const href: unknown = Array.isArray(links) ? links.at(-1)?.href : undefined;
  if (typeof href !== 'string' || !/^https?:\/\//.test(href)) {
    journal.note('No nodeinfo');
    return;
  }
  const { members } = await exchange(journal, { method: 'GET', url: href }, signal);
  const software = members.software as { readonly name?: unknown; readonly version?: unknown } | undefined;
  journal.note(`The software is ${String(software?.name ?? 'unnamed')} ${String(software?.version ?? '')}`);
}
