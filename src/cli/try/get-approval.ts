import { randomBytes } from 'node:crypto';
import { sha256 } from '../../protocol/secret.ts';
import type { Callback } from './callback.ts';
import type { Endpoints } from './discover.ts';
import type { Journal } from './journal.ts';
import { awaitPasted, readPasted } from './pasted-answer.ts';
import type { Play, Registered } from './play.ts';

/** What an approval is redeemed with. */
export interface Approval {
  readonly code: string;
  /** Absent when the server does not offer PKCE. */
  readonly codeVerifier: string | undefined;
}

/**
 * Sends the person to the server and waits for the answer, which is believed only when its `state` and its `iss` are the
 * expected ones (RFC 6749 §10.12, RFC 9207 §2.4).
 * @param callback absent when the code is copied by hand
 */
export async function getApproval(
  play: Play,
  endpoints: Endpoints,
  app: Registered,
  callback: Callback | undefined,
): Promise<Approval> {
  const journal: Journal = play.journal;
  journal.step('A person is asked');
  const state = randomBytes(16).toString('base64url');
  const codeVerifier = endpoints.pkce ? randomBytes(32).toString('base64url') : undefined;
  if (codeVerifier !== undefined) journal.masker.learn(codeVerifier);
  else journal.note('The server does not offer PKCE (S256), so the code goes without it');
  journal.note('Open this link in a browser, sign in and approve:');
  journal.link(authorizationLink(play, endpoints, app, { state, codeVerifier }));

  const { answer, arrived } = await waitForAnswer(play, callback);
  journal.masker.learnFrom(answer);
  if (arrived) journal.detail(`The browser came to ${app.redirectUri}?${answer}`);
  const error = answer.get('error');
  journal.demand(error === null, 'The app is let in', `the answer was ${error}, ${answer.get('error_description')}`);
  if (arrived || answer.has('state')) {
    journal.demand(answer.get('state') === state, 'The state is the one that was sent', 'it is another');
    checkIssuer(journal, endpoints, answer.get('iss'));
  } else journal.note('A code that was copied by hand comes without state and issuer');
  const code = answer.get('code') ?? '';
  journal.demand(code !== '', 'The answer has a code');
  return { code, codeVerifier };
}

function authorizationLink(
  { scopes }: Play,
  endpoints: Endpoints,
  app: Registered,
  { state, codeVerifier }: { readonly state: string; readonly codeVerifier: string | undefined },
): string {
  const link = new URL(endpoints.authorization);
  const parameters = {
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: scopes,
    state,
    ...(codeVerifier === undefined ? {} : { code_challenge: sha256(codeVerifier), code_challenge_method: 'S256' }),
  };
  for (const [name, value] of Object.entries(parameters)) link.searchParams.set(name, value);
  return link.href;
}

function checkIssuer(journal: Journal, endpoints: Endpoints, iss: string | null): void {
  if (iss === null && !endpoints.namesIssuer) {
    journal.note('The answer does not name its issuer (RFC 9207)');
    return;
  }
  const expected = endpoints.issuer;
  const same = iss?.replace(/\/$/, '') === expected;
  journal.demand(same, `The answer names its issuer, ${expected}`, iss === null ? 'it names none' : `it names ${iss}`);
}

interface Arrival {
  readonly answer: URLSearchParams;
  /** Whether a browser brought it; otherwise it was pasted. */
  readonly arrived: boolean;
}

async function waitForAnswer(play: Play, callback: Callback | undefined): Promise<Arrival> {
  const { patience, signal } = play;
  const journal: Journal = play.journal;
  journal.note(
    callback === undefined
      ? 'Then paste the code here:'
      : 'If the browser is on another machine, paste the address that it cannot open here',
  );
  const pasted = awaitPasted();
  const tooLate = AbortSignal.timeout(patience);
  const over = Promise.withResolvers<'over'>();
  const end = () => over.resolve('over');
  for (const stop of [signal, tooLate]) stop.addEventListener('abort', end, { once: true });
  if (callback === undefined) pasted.ended.then(end);
  try {
    const outcome = await Promise.race([
      ...(callback === undefined ? [] : [callback.arrival.then((answer): Arrival => ({ answer, arrived: true }))]),
      pasted.line.then((text): Arrival => ({ answer: readPasted(text), arrived: false })),
      over.promise,
    ]);
    signal.throwIfAborted();
    journal.demand(
      outcome !== 'over',
      'The answer arrives in time',
      tooLate.aborted ? `nothing came within ${patience / 1000} seconds` : 'the input ended',
    );
    return outcome;
  } finally {
    pasted.close();
  }
}
