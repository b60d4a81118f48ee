import type { Caller, UserCaller } from '../http/access.ts';
import { addressKey } from '../http/address-key.ts';
import { ApiError } from '../http/api-error.ts';
import { countMailTo } from '../http/count-mail-to.ts';
import type { Incoming } from '../http/incoming.ts';
import { accountKey } from '../http/limits/limit-keys.ts';
import { countOn, rateLimits } from '../http/rate-limiter.ts';
import { json, type Reply } from '../http/reply.ts';
import type { Person } from '../protocol/person.ts';
import type { SignUpApiDeps } from './sign-up-account.ts';
import { signUpRefused } from './sign-up-problems.ts';
import type { SignUps } from './sign-ups.ts';

/** `POST /api/v1/emails/confirmations` (contract §12.2): the mail again, or to another address. */
export const answerResendConfirmation =
  <P extends Person>({ world, limiter }: SignUpApiDeps, signUps: SignUps<P>) =>
  async (request: Incoming, { token, person }: UserCaller<P>): Promise<Reply> => {
    await countOn(request, limiter, rateLimits.confirmationByAddress, addressKey(request.address));
    await countOn(request, limiter, rateLimits.confirmationByAccount, accountKey(person.id));
    const body = await request.body();
    const email = body.has('email') ? (body.isSingleText('email') ? body.one('email') : '') : undefined;
    if (email !== undefined && email.trim() !== '') await countMailTo(request, limiter, email);
    const { address } = request;
    const outcome = await signUps.resendConfirmation(person, { appId: token.app?.id ?? '', address, email });
    switch (outcome.kind) {
      case 'sent':
        world.report({ event: 'confirmation asked for', accountId: person.id, address });
        return json({});
      case 'refused':
        throw signUpRefused(outcome.problems);
      case 'other app':
        throw new ApiError(403, 'This method is only available to the application the user originally signed-up with');
      case 'not awaited':
        throw new ApiError(403, 'This method is only available while the e-mail is awaiting confirmation');
    }
  };

/** `GET /api/v1/emails/check_confirmation` (contract §12.2): whether the address of the caller is confirmed. */
export const answerCheckConfirmation =
  <P extends Person>() =>
  (_request: Incoming, caller: Caller<P> | undefined): Reply => {
    if (caller?.person === undefined) throw new ApiError(401, 'This method requires an authenticated user');
    return json(caller.person.state !== 'unconfirmed');
  };
