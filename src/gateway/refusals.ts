import { json, type Reply } from '../http/reply.ts';
import type { Failure } from '../http/respond.ts';

/** Proxies act on these and take everything else for a failure of the gateway itself. */
const understood = new Set([401, 403, 503]);

/**
 * A refusal as proxies understand it: what is neither 401 nor 403 becomes 403, and `X-Auth-Status` tells the status that
 * the API itself would have answered. A store in trouble stays 503: a client that tries again later may succeed.
 */
export function refusal(failure: Failure): Reply {
  return json(
    { error: failure.description },
    {
      status: understood.has(failure.status) ? failure.status : 403,
      headers: {
        ...failure.headers,
        'X-Auth-Status': String(failure.status),
        // Put between quotes by proxies that write a body of their own, hence neither quotes nor backslashes.
        'X-Auth-Reason': failure.description.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '_'),
      },
    },
  );
}
