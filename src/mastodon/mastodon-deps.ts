import type { Directory } from '../flows/ports.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import type { Person } from '../protocol/person.ts';
import type { People } from './people.ts';

/** What the methods about accounts need; put together once by whoever mounts them. */
export interface MastodonDeps<P extends Person = Person> {
  /** Public URL without a trailing slash: the origin, with a path where the server is mounted below one. */
  readonly issuer: string;
  readonly directory: Pick<Directory<P>, 'findPerson'>;
  readonly people: People<P>;
  readonly limiter: RateLimiter;
}
