import { createHmac } from 'node:crypto';
import type { AccountStore } from '../accounts/ports.ts';
import { digestOf, matchesDigest } from '../protocol/secret.ts';

/** What the link is made from. */
export interface SetUpLinkDeps {
  readonly store: Pick<AccountStore, 'findOwnerVacancy'>;
  /** 32 bytes that no one else is signed with; the same on every node. */
  readonly key: Uint8Array;
}

/**
 * The link by which the account of a server's owner is made. It is good once, on every node and over every start, for as
 * long as nobody is the owner. Only whoever reads the server's terminal has it. Nothing is kept: its token follows from the
 * server's key and from what names the time without an owner, so one that was used is dead even when the owner goes.
 */
export class SetUpLink {
  readonly #deps: SetUpLinkDeps;

  constructor(deps: SetUpLinkDeps) {
    this.#deps = deps;
  }

  /** The token of the link; undefined while there is an owner. */
  async token(): Promise<string | undefined> {
    const vacancy = await this.#deps.store.findOwnerVacancy();
    return vacancy === undefined ? undefined : this.#tokenFor(vacancy);
  }

  /** The vacancy that a token may fill; undefined when it is not the link's, or when there is an owner. */
  async vacancyOf(token: string | undefined): Promise<string | undefined> {
    if (token === undefined) return undefined;
    const vacancy = await this.#deps.store.findOwnerVacancy();
    if (vacancy === undefined) return undefined;
    return matchesDigest(token, digestOf(this.#tokenFor(vacancy))) ? vacancy : undefined;
  }

  #tokenFor(vacancy: string): string {
    return createHmac('sha256', this.#deps.key).update(vacancy).digest('base64url');
  }
}
