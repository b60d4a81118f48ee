import { MAX_BODY_BYTES } from '../../http/read-body.ts';
import { about, type Finding } from './finding.ts';

/** Sends a request to a path of the server, through PUBLIC_URL, as a web app would. */
export type Ask = (
  path: string,
  init: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string },
) => Promise<Response>;

const PATH = '/api/v1/apps/verify_credentials';

/**
 * Lesson 9: web apps cannot even read an error without these headers, and a second copy is as bad as none. Proxies that set
 * them by themselves often do so for good answers alone.
 */
export async function checkCrossOrigin(ask: Ask): Promise<readonly Finding[]> {
  const subject = about('web apps');
  const wrongToken = await ask(PATH, { headers: { Authorization: 'Bearer mastodoor-doctor' } });
  if (wrongToken.status === 429) return [subject.warning('Too many requests. Ask again in five minutes.')];
  if (wrongToken.status !== 401) {
    return [
      subject.problem(`A wrong token on ${PATH} is answered ${wrongToken.status} where 401 is due. Check the proxy.`),
    ];
  }
  const preflight = await ask(PATH, {
    method: 'OPTIONS',
    headers: { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'authorization' },
  });
  const names = preflight.headers.get('access-control-allow-headers') ?? '';
  const seen =
    judgeAnswer('a wrong token (401)', wrongToken) ??
    judgeAnswer('a preflight (OPTIONS)', preflight) ??
    (names.toLowerCase().includes('authorization')
      ? undefined
      : subject.problem('A preflight (OPTIONS) is not answered by the server. Let the proxy pass OPTIONS on.')) ??
    judgeAnswer('an unknown path (404)', await ask('/api/v1/mastodoor-doctor', {}));
  return [seen ?? subject.ok('They can read answers and errors, and may send a token.'), await checkLargeBody(ask)];
}

/** What the server itself refuses as too large must reach it, or an answer of the proxy's own comes back. */
async function checkLargeBody(ask: Ask): Promise<Finding> {
  const subject = about('large bodies');
  // Of what takes a body, this is limited least: whoever asks again and again while mending a proxy must not be refused for it.
  const body = `token=${'x'.repeat(MAX_BODY_BYTES)}`;
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const response = await ask('/oauth/revoke', { method: 'POST', headers, body }).catch(() => undefined);
  const advice = 'Let it take bodies of 1 MiB (nginx: client_max_body_size 1m).';
  if (response === undefined)
    return subject.warning(`The proxy ends connections on which a large body comes. ${advice}`);
  if (response.status === 429) return subject.skipped('Too many requests. Ask again in five minutes.');
  if (response.status !== 413) {
    return subject.warning(`A body that is too large is answered ${response.status} where 413 is due. ${advice}`);
  }
  if (response.headers.get('access-control-allow-origin') === null) {
    return subject.warning(
      `The proxy refuses bodies by itself that the server would judge, and web apps cannot read its answer. ${advice}`,
    );
  }
  return subject.ok('What is too large is refused by the server, in words that web apps can read.');
}

function judgeAnswer(what: string, answer: Response): Finding | undefined {
  const subject = about('web apps');
  const allowed = answer.headers.get('access-control-allow-origin');
  if (allowed === null) {
    return subject.problem(
      `The answer to ${what} comes without Access-Control-Allow-Origin, so web apps see a broken network in its place. Let the proxy pass it, and leave CORS to the server.`,
    );
  }
  if (allowed.includes(',')) {
    return subject.problem(
      `The proxy adds a second Access-Control-Allow-Origin to the answer to ${what}. Leave CORS to the server.`,
    );
  }
  return undefined;
}
