import type { WorkQueue } from '../accounts/password/work-queue.ts';
import type { AccountPerson } from '../accounts/person.ts';
import type { DirectoryStore } from '../accounts/ports.ts';
import type { Store } from '../flows/ports.ts';
import type { Route } from '../http/route.ts';
import type { RouteKit } from '../library/auth-server-options.ts';
import type { HostPerson } from '../library/host-person.ts';
import type { SecretKeys } from '../library/secret-keys.ts';
import type { Instant } from '../protocol/app.ts';
import type { SocialStore } from './ports.ts';

/** What the methods of a signed-in app share. */
export interface SocialDeps {
  readonly kit: RouteKit<AccountPerson>;
  readonly store: Store & DirectoryStore & SocialStore;
  /** Public origin without a trailing slash. */
  readonly origin: string;
  /** Encrypts what must be read again, such as where to push to. */
  readonly secrets: SecretKeys;
  /** Whether a push service may be on this machine, where the server itself is for trying out only. */
  readonly pushesToLoopback: boolean;
  /** In which long lists are made, a few at a time. */
  readonly lists: WorkQueue;
  /** Milliseconds since the Unix epoch. */
  now(): Instant;
}

/** A person of the built-in directory, as a handler is given them. */
export type SocialPerson = HostPerson<AccountPerson>;

/** A route of this room: its people are those of the built-in directory. */
export type SocialRoute = Route<SocialPerson>;
