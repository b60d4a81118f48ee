/** Members of requests and answers whose values must not be seen. */
const secretMembers = new Set([
  'client_secret',
  'code',
  'code_verifier',
  'access_token',
  'refresh_token',
  'id_token',
  'token',
  'password',
]);

/** Below it, a value is too short to be told from ordinary words. */
const SHORTEST_SECRET = 6;

/** Replaces every secret that it learned of, wherever it stands, by its first four characters. */
export class Masker {
  readonly #masks = new Map<string, string>();

  learn(secret: string): void {
    if (secret.length < SHORTEST_SECRET) return;
    const mask = maskOf(secret);
    const spellings = [secret, encodeURIComponent(secret), formEncoded(secret), JSON.stringify(secret).slice(1, -1)];
    for (const spelling of spellings) this.#masks.set(spelling, mask);
  }

  /** Learns the secrets among named values, such as a form or the members of a JSON object. */
  learnFrom(members: Iterable<readonly [name: string, value: unknown]>): void {
    for (const [name, value] of members) {
      if (typeof value === 'string' && secretMembers.has(name)) this.learn(value);
    }
  }

  mask(text: string): string {
    // Longest first: one secret may begin with another.
    const known = [...this.#masks].sort(([one], [other]) => other.length - one.length);
    return known.reduce((masked, [secret, mask]) => masked.replaceAll(secret, mask), text);
  }
}

function maskOf(secret: string): string {
  return secret.length < 12 ? '…' : `${secret.slice(0, 4)}…`;
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
