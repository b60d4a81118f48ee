import type { Person } from '../protocol/person.ts';
import type { Digest, PendingId } from '../protocol/secret.ts';
import type { Incoming } from './incoming.ts';

/** What a server demands of people beside a right password. */
export interface SecondStep<P extends Person = Person> {
  /** Where a person goes on who proved who they are by a password alone; undefined when that is enough. */
  demandOf(person: P, proven: ProvenInBrowser): Promise<SecondStepDemand | undefined>;
}

/** Where a person proved who they are, and what for. */
export interface ProvenInBrowser {
  readonly request: Incoming;
  /** Tells this browser from every other one. */
  readonly browser: Digest;
  /** The kept request that goes on afterwards. */
  readonly authorization: PendingId | undefined;
}

/** The page of the second step. */
export interface SecondStepDemand {
  /** An absolute URL or a path of this origin. */
  readonly location: string;
  /** `Set-Cookie` lines by which that page knows the person again. */
  readonly cookies: readonly string[];
}
