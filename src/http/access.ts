import type { Access } from '../protocol/access.ts';
import type { Token } from '../protocol/grant.ts';
import type { Person } from '../protocol/person.ts';

export { type Access, anyToken, app, open, publicTo, user, waitingUser } from '../protocol/access.ts';

/** A request's proven identity: a living token and, when it belongs to a person, that person in a usable state. */
export interface Caller<P extends Person = Person> {
  readonly token: Token;
  readonly person: P | undefined;
}

export interface UserCaller<P extends Person = Person> extends Caller<P> {
  readonly person: P;
}

/** What the handler of a route with this access is given. */
export type CallerOf<A extends Access, P extends Person> = A extends { kind: 'open' }
  ? undefined
  : A extends { kind: 'public' }
    ? Caller<P> | undefined
    : A extends { kind: 'user' }
      ? UserCaller<P>
      : Caller<P>;
