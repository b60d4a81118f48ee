import type { Endpoints } from './discover.ts';
import { exchange } from './exchange.ts';
import type { Journal } from './journal.ts';
import type { Play, Registered } from './play.ts';

/** Registers the app that is played. */
export async function register(play: Play, endpoints: Endpoints, redirectUri: string): Promise<Registered> {
  const { scopes, signal } = play;
  const journal: Journal = play.journal;
  journal.step('The app registers');
  const form = [
    ['client_name', 'Mastodoor try'],
    ['redirect_uris', redirectUri],
    ['scopes', scopes],
  ] as const;
  const answer = await exchange(journal, { method: 'POST', url: endpoints.registration, form }, signal);
  const clientId = answer.text('client_id');
  const clientSecret = answer.text('client_secret');
  journal.demand(
    answer.status === 200 && clientId !== undefined && clientSecret !== undefined,
    'The app gets a client id and a client secret',
    answer.summary,
  );
  return { clientId, clientSecret, redirectUri };
}
