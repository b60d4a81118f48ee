import { ApiError } from '../http/api-error.ts';
import { readBearer } from '../protocol/bearer.ts';
import type { Parameters } from '../protocol/parameters.ts';

/** Where a request may carry its token. */
interface Carrier {
  readonly authorization: string | undefined;
  /** `Sec-WebSocket-Protocol`, the one header that a browser's WebSocket lets a script fill. */
  readonly webSocketProtocol: string | undefined;
  /** Of the original request. */
  readonly query: Parameters;
}

/**
 * The token that a request presents: in its header and, of a streaming method only, also in the query or the WebSocket
 * protocol, of which the first that is there counts (contract §11, decision 18).
 * @throws ApiError when there are two in one place: the backend might read the other one
 */
export function readPresentedToken(carrier: Carrier, isStreaming: boolean): string | undefined {
  const bearer = readBearer(carrier.authorization);
  // Repeated headers reach us joined.
  if (bearer?.includes(', ')) throw twice();
  if (!isStreaming || (bearer !== undefined && bearer !== '')) return bearer;
  const [first, second] = carrier.query.all('access_token').filter((token) => token !== '');
  if (second !== undefined) throw twice();
  return first ?? carrier.webSocketProtocol;
}

const twice = () => new ApiError(403, 'The request carries more than one token');
