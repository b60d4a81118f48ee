import { type Reply, redirect } from '../http/reply.ts';
import type { MastodonDeps } from './mastodon-deps.ts';

/**
 * `GET /.well-known/change-password` (W3C, "A Well-Known URL for Changing Passwords"): leads password managers to the
 * page where access to an account is looked after, behind the sign-in. Where a password can be changed in the browser,
 * that page belongs here.
 */
export const leadToChangePassword =
  ({ origin }: MastodonDeps) =>
  (): Reply =>
    redirect(`${origin}/oauth/authorized_applications`);
