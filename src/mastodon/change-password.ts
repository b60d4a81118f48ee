import { type Reply, redirect } from '../http/reply.ts';

/**
 * `GET /.well-known/change-password` (W3C, "A Well-Known URL for Changing Passwords"): leads password managers to the
 * page where a password is changed, behind the sign-in; where there is none, to the one where access to an account is
 * looked after.
 */
export const leadToChangePassword =
  (issuer: string, page = `${issuer}/oauth/authorized_applications`) =>
  (): Reply =>
    redirect(page);
