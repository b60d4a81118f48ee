import { issueToken } from '../flows/issue-token.ts';
import type { World } from '../flows/ports.ts';
import type { Caller } from '../http/access.ts';
import { addressKey } from '../http/address-key.ts';
import { ApiError } from '../http/api-error.ts';
import { countMailTo } from '../http/count-mail-to.ts';
import type { Incoming } from '../http/incoming.ts';
import { countOn, type RateLimiter, rateLimits } from '../http/rate-limiter.ts';
import { json, type Reply } from '../http/reply.ts';
import type { Parameters } from '../protocol/parameters.ts';
import type { Person } from '../protocol/person.ts';
import { signUpRefused } from './sign-up-problems.ts';
import type { SignUpChoice, SignUps } from './sign-ups.ts';

/** What signing up through an app needs. */
export interface SignUpApiDeps {
  readonly world: World;
  readonly limiter: RateLimiter;
}

/** Contract §12.2: what counts as agreed. */
const agreed = ['true', '1'];

/**
 * `POST /api/v1/accounts` (contract §12.2): makes an account and gives the app a token for it with the scopes of the token
 * that asked, and never more (decision 32). Until the account is active it opens nothing but the way there.
 */
export const answerSignUp =
  <P extends Person>({ world, limiter }: SignUpApiDeps, signUps: SignUps<P>) =>
  async (request: Incoming, { token }: Caller<P>): Promise<Reply> => {
    const { app } = token;
    if (app === undefined) throw new ApiError(403, 'This method requires an client credentials authentication');
    await countOn(request, limiter, rateLimits.apiSignUpByAddress, addressKey(request.address));
    const choice = readChoice(await request.body());
    if (choice.email.trim() !== '') await countMailTo(request, limiter, choice.email);
    const outcome = await signUps.signUp(choice, { appId: app.id, address: request.address });
    if (outcome.kind === 'closed') throw new ApiError(403, 'Forbidden');
    if (outcome.kind === 'refused') throw signUpRefused(outcome.problems);
    const accountId = outcome.person.id;
    world.report({ event: 'signed up', accountId, appId: app.id, address: request.address });
    const issue = { grantType: 'sign_up', accountId, scopes: token.scopes };
    return json(await issueToken(world, app, issue), { headers: { Pragma: 'no-cache' } });
  };

/** What is no single text counts as absent (contract §1.1). */
function readChoice(body: Parameters): SignUpChoice {
  const text = (name: string) => (body.isSingleText(name) ? body.one(name) : undefined);
  return {
    username: text('username') ?? '',
    email: text('email') ?? '',
    password: text('password') ?? '',
    agreement: agreed.includes(text('agreement') ?? ''),
    locale: text('locale'),
    reason: text('reason'),
    dateOfBirth: text('date_of_birth'),
    invite: text('invite_code'),
  };
}
