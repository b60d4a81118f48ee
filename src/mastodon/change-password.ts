import { type Reply, redirect } from '../http/reply.ts';

/**
 * `GET /.well-known/change-password` (W3C, "A Well-Known URL for Changing Passwords"): leads password managers to the
 * page where access to an account is looked after, behind the sign-in. Where a password can be changed in the browser,
 * that page belongs here.
 */
export const leadToChangePassword = (issuer: string) => (): Reply =>
  redirect(`${issuer}/oauth/authorized_applications`);
