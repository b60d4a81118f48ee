import { onwardPath } from '../http/paths.ts';
import type { WaitingRequest } from '../http/sign-in.ts';
import type { SiteDeps } from './site-deps.ts';

/** A path of this server that goes on with a request, if one waits. */
export function onwards({ kit }: SiteDeps, path: string, authorization: string | undefined): string {
  return onwardPath(kit.http.issuer, path, authorization);
}

/** The sign-in, to go on with a request or with none. */
export function signInUrl({ kit }: SiteDeps, authorization: string | undefined): string {
  const id = authorization as WaitingRequest['id'] | undefined;
  return kit.http.signInWay.signInUrl({ reason: 'nobody', authorization: id });
}
