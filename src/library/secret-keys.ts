import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto';

/** A stored ciphertext cannot be read: its key is not among the configured ones, or it was altered. */
export class UndecipherableSecret extends Error {
  override readonly name = 'UndecipherableSecret';
}

const TAG_BYTES = 16;

/** The least that a key may have, in characters. */
export const SHORTEST_KEY = 32;

const derive = (key: string, purpose: string) => Buffer.from(hkdfSync('sha256', key, 'mastodoor', purpose, 32));

const nameOf = (key: string) => hash('sha256', `mastodoor key ${key}`, 'hex').slice(0, 8);

/** The server's keys: the first encrypts and signs, all decrypt, so that a key can be replaced without a loss. */
export class SecretKeys {
  readonly #first: string;
  readonly #all: ReadonlyMap<string, string>;

  /** @param keys at least one, each of at least 32 characters */
  constructor(keys: readonly string[]) {
    const [first] = keys;
    if (first === undefined) throw new Error('A secret key is needed');
    this.#first = first;
    this.#all = new Map(keys.map((key) => [nameOf(key), key]));
  }

  /** Key of a purpose, such as the signing of forms. */
  derive(purpose: string): Uint8Array {
    return derive(this.#first, purpose);
  }

  /** AES-256-GCM under a key of this purpose; the text names the key that reads it. */
  encrypt(purpose: string, plain: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', derive(this.#first, purpose), nonce);
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return ['v1', nameOf(this.#first), nonce.toString('base64url'), sealed.toString('base64url')].join('.');
  }

  /** @throws UndecipherableSecret */
  decrypt(purpose: string, text: string): string {
    const [version, name = '', nonce = '', sealed = ''] = text.split('.');
    const key = this.#all.get(name);
    if (version !== 'v1' || key === undefined) {
      throw new UndecipherableSecret(`No configured SECRET_KEY has the name ${name}`);
    }
    try {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', derive(key, purpose), Buffer.from(nonce, 'base64url'), {
        // Without it a tag cut to four bytes would do.
        authTagLength: TAG_BYTES,
      });
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch (error) {
      throw new UndecipherableSecret('A stored secret was altered', { cause: error });
    }
  }
}
