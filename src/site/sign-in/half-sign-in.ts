import { type AccountPerson, proofOf } from '../../accounts/person.ts';
import type { Account } from '../../accounts/ports.ts';
import { lacksSecondFactor } from '../../accounts/second-factor/demand.ts';
import { findSecondStep, finishSecondStep } from '../../accounts/second-factor/second-step-ticket.ts';
import { cookieLine, cookieName, isSecret } from '../../http/cookies.ts';
import type { Incoming } from '../../http/incoming.ts';
import { completeSignIn, findWaitingRequest, type WaitingRequest } from '../../http/sign-in.ts';
import { beginVisit, inLanguage, type Visit } from '../../http/visit.ts';
import type { HostPerson } from '../../library/host-person.ts';
import type { Parameters } from '../../protocol/parameters.ts';
import { digestOf } from '../../protocol/secret.ts';
import { secondFactorDepsOf } from '../second-factor-deps.ts';
import type { SiteDeps } from '../site-deps.ts';

/** A browser in which a password was right, and in which nobody is signed in yet. */
export interface HalfSignedIn {
  readonly account: Account;
  /** Whether the account has a factor to prove, or must set one up. */
  readonly needs: 'proof' | 'factor';
  /**
   * Ends the half-finished sign-in well. Of any number of callers exactly one gets what opens the session, the others
   * undefined.
   */
  claim(): Promise<OpenSession | undefined>;
}

/** Opens the session of a person who has proven all that is demanded; the cookies that carry it. */
export type OpenSession = () => Promise<readonly string[]>;

/** A visit to a page of the second step. */
export interface SecondStepVisit {
  readonly visit: Visit<HostPerson<AccountPerson>>;
  readonly half: HalfSignedIn | undefined;
  readonly waiting: WaitingRequest | undefined;
}

/** Reads who is half signed in, and what waits for them; pages speak the language that the waiting app asked for. */
export async function beginSecondStepVisit(
  deps: SiteDeps,
  request: Incoming,
  parameters: Parameters,
): Promise<SecondStepVisit> {
  const { http } = deps.kit;
  const visit = await beginVisit(http, request);
  const waiting = await findWaitingRequest(http, visit, parameters);
  const framed = { ...visit, ...inLanguage(http, visit, request, waiting?.lang), signedIn: visit.signedIn };
  return { visit: framed, waiting, half: await findHalfSignIn(deps, request, visit) };
}

async function findHalfSignIn(deps: SiteDeps, request: Incoming, visit: Visit): Promise<HalfSignedIn | undefined> {
  const { http } = deps.kit;
  const secret = request.cookie(cookieName('second_step', http.issuer));
  if (!isSecret(secret) || !visit.returning) return undefined;
  const acts = secondFactorDepsOf(deps);
  const step = await findSecondStep(acts, secret, digestOf(visit.browser));
  if (step === undefined) return undefined;
  const { account } = step;
  const lacking = lacksSecondFactor(account, acts.demand);
  if (!account.hasSecondFactor && !lacking) return undefined;
  return {
    account,
    needs: lacking ? 'factor' : 'proof',
    async claim() {
      if (!(await finishSecondStep(acts, step))) return undefined;
      return async () => {
        const cookies = await completeSignIn(http, request, visit, account.id, proofOf(account));
        return [...cookies, cookieLine('second_step', '', http.issuer)];
      };
    },
  };
}
