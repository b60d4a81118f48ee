import { ApiError } from '../http/api-error.ts';
import { countApiRequest } from '../http/count-api-request.ts';
import { admit, findToken } from '../http/guard.ts';
import type { HttpDeps } from '../http/http-deps.ts';
import type { Incoming } from '../http/incoming.ts';
import type { Reply } from '../http/reply.ts';
import { failureOf } from '../http/respond.ts';
import { Parameters } from '../protocol/parameters.ts';
import { hasForgedIdentity, identityHeaders } from './identity-headers.ts';
import { isStreaming } from './mastodon-methods.ts';
import type { JudgedMethod, MethodTable } from './method-table.ts';
import { readOriginalRequest } from './original-request.ts';
import { readPresentedToken } from './presented-token.ts';
import { refusal } from './refusals.ts';
import { readRequestTarget } from './request-target.ts';

/** The API that is asked about: its methods, and the parts of the path that it lies below. */
interface Api {
  readonly table: MethodTable;
  readonly below: readonly string[];
}

/** What a sub-request asks about. */
type Question =
  | { readonly kind: 'method'; readonly method: JudgedMethod; readonly query: Parameters }
  | { readonly kind: 'preflight' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * `GET /oauth/forward-auth`: tells a proxy whether a request may reach an API in another process, and who sends it. The
 * request is judged and counted exactly as if this server offered the method itself (contract §11, §1.6).
 */
export const answerForwardAuth = (deps: HttpDeps, table: MethodTable) => {
  // The API lies below the path that the issuer has, as everything of this server does.
  const api: Api = { table, below: new URL(deps.issuer).pathname.split('/').filter((part) => part !== '') };
  return async (request: Incoming): Promise<Reply> => {
    const authorization = request.header('authorization');
    try {
      return await judge(deps, api, request, authorization);
    } catch (error) {
      const failure = failureOf(error, authorization);
      // Its cause belongs in the log, which whoever called us keeps.
      if (failure.unexpected) throw error;
      return refusal(failure);
    }
  };
};

async function judge(deps: HttpDeps, api: Api, request: Incoming, authorization: string | undefined): Promise<Reply> {
  const { tallies, address } = request;
  const question = readQuestion(api, request);
  if (question.kind === 'preflight') return admitted({});
  if (question.kind === 'refused') {
    await countApiRequest({ tallies, address, query: Parameters.none }, deps.limiter, undefined);
    throw new ApiError(403, question.reason);
  }
  const { query } = question;
  const { access, demanded, path } = question.method;
  const carrier = { authorization, webSocketProtocol: request.header('sec-websocket-protocol'), query };
  const token =
    access.kind === 'open' ? undefined : await findToken(deps.world, readPresentedToken(carrier, isStreaming(path)));
  await countApiRequest({ tallies, address, query }, deps.limiter, token);
  if (access.kind === 'open') return admitted({});
  return admitted(identityHeaders(await admit(deps.world, access, token, { demanded, address })));
}

function readQuestion({ table, below }: Api, request: Incoming): Question {
  const refused = (reason: string) => ({ kind: 'refused', reason }) as const;
  if (hasForgedIdentity(request.headerNames)) {
    return refused('Headers that begin with X-Auth- are set by the gateway only');
  }
  const original = readOriginalRequest((name) => request.header(name));
  if (original.kind === 'refused') return original;
  const target = readRequestTarget(original.target);
  if (target.kind === 'refused') return target;
  const unknown = refused('The API has no such method. The operator of the gateway may add it');
  if (!below.every((part, index) => target.segments[index] === part)) return unknown;
  const segments = target.segments.slice(below.length);
  // A preflight is the browser's question and carries no token (contract §1.5).
  if (original.method === 'OPTIONS') return table.knowsPath(segments) ? { kind: 'preflight' } : unknown;
  const finding = table.find(original.method, segments);
  if (finding.kind === 'unknown') return unknown;
  if (finding.kind === 'unclear') return refused('The path is spelt almost like that of another method');
  const query = Parameters.fromPairs(new URLSearchParams(target.query));
  return { kind: 'method', method: finding.method, query };
}

const admitted = (headers: Readonly<Record<string, string>>): Reply => ({ status: 204, headers, body: null });
