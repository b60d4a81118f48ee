import { randomBytes } from 'node:crypto';
import { type Digest, digestOf, matchesDigest } from '../protocol/secret.ts';

/**
 * The link by which a new server's first account is made. It is good once, for as long as the process lives and there is
 * no account; the next start prints another. Only whoever reads the server's terminal has it.
 */
export class FirstAccountLink {
  #digest: Digest | undefined;

  /** Makes a new token and forgets the one before. */
  issue(): string {
    const token = randomBytes(32).toString('base64url');
    this.#digest = digestOf(token);
    return token;
  }

  accepts(token: string | undefined): boolean {
    return token !== undefined && this.#digest !== undefined && matchesDigest(token, this.#digest);
  }

  spend(): void {
    this.#digest = undefined;
  }
}
