/** An authenticator in software: makes passkeys and proves them as a browser with a security key does (WebAuthn §6). */
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** What a test wants different from a good authenticator in a good browser. */
export interface Faults {
  /** The origin that the browser saw. */
  readonly origin?: string;
  /** The relying party that the authenticator was asked for. */
  readonly rpId?: string;
  readonly userVerified?: boolean;
  readonly userPresent?: boolean;
  /** The signature counter that is told; it grows by one when absent. */
  readonly counter?: number;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly userHandle?: string | undefined;
  /** Signs with the key of another passkey. */
  readonly key?: KeyObject;
  readonly credentialId?: string;
  /** Somebody vouches for the authenticator. */
  readonly attestation?: (made: MadeCredential) => Attestation;
}

/** What an attestation is a statement about. */
export interface MadeCredential {
  readonly rpIdHash: Buffer;
  readonly clientDataHash: Buffer;
  readonly credentialId: Buffer;
  /** The public key as an uncompressed point. */
  readonly point: Buffer;
}

/** The format of an attestation, and its statement in CBOR. */
export interface Attestation {
  readonly format: string;
  readonly statement: Buffer;
}

interface Held {
  readonly id: string;
  readonly key: KeyObject;
  readonly userHandle: string;
  counter: number;
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();
const base64url = (data: Buffer | string) => Buffer.from(data).toString('base64url');

/** Holds passkeys of one site. */
export class Authenticator {
  readonly passkeys: Held[] = [];
  readonly #origin: string;
  readonly #counts: boolean;

  /** @param options.counts whether its signature counter counts; passkeys that are copied between devices have none */
  constructor(origin: string, options: { readonly counts?: boolean } = {}) {
    this.#origin = origin;
    this.#counts = options.counts ?? true;
  }

  /** What `navigator.credentials.create()` gives, as the page's script sends it. */
  create(options: CreationOptions, faults: Faults = {}): string {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const id = randomBytes(32);
    const held = { id: base64url(id), key: privateKey, userHandle: options.user.id, counter: 0 };
    this.passkeys.push(held);
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
    const authData = Buffer.concat([
      this.#authData(options.rp.id, held, faults, 0x40),
      Buffer.alloc(16),
      Buffer.from([0, id.length]),
      id,
      cose,
    ]);
    const clientData = this.#clientData('webauthn.create', options.challenge, faults);
    const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const rpIdHash = sha256(faults.rpId ?? options.rp.id);
    const made = { rpIdHash, clientDataHash: sha256(clientData), credentialId: id, point };
    const { format, statement } = faults.attestation?.(made) ?? { format: 'none', statement: Buffer.from('a0', 'hex') };
    const attestationObject = Buffer.concat([
      Buffer.from('a3', 'hex'),
      text('fmt'),
      text(format),
      text('attStmt'),
      statement,
      text('authData'),
      Buffer.from([0x59, authData.length >> 8, authData.length & 0xff]),
      authData,
    ]);
    return JSON.stringify({
      id: held.id,
      rawId: held.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(clientData),
        attestationObject: base64url(attestationObject),
        transports: ['internal', 'nonsense'],
      },
    });
  }

  /** What `navigator.credentials.get()` gives. */
  get(options: RequestOptions, faults: Faults = {}): string {
    const wanted = options.allowCredentials?.map(({ id }) => id) ?? [];
    const held = this.passkeys.find(({ id }) => wanted.length === 0 || wanted.includes(id));
    if (held === undefined) throw new Error('This authenticator holds no such passkey');
    held.counter += 1;
    const authData = this.#authData(options.rpId, held, faults, 0);
    const clientData = this.#clientData('webauthn.get', options.challenge, faults);
    const signature = createSign('sha256')
      .update(Buffer.concat([authData, sha256(clientData)]))
      .sign(faults.key ?? held.key);
    const id = faults.credentialId ?? held.id;
    return JSON.stringify({
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authData),
        signature: base64url(signature),
        userHandle: 'userHandle' in faults ? faults.userHandle : held.userHandle,
      },
    });
  }

  #authData(rpId: string, held: Held, faults: Faults, more: number): Buffer {
    const present = (faults.userPresent ?? true) ? 0x01 : 0;
    const verified = (faults.userVerified ?? true) ? 0x04 : 0;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(faults.counter ?? (this.#counts ? held.counter : 0));
    return Buffer.concat([sha256(faults.rpId ?? rpId), Buffer.from([present | verified | more]), counter]);
  }

  #clientData(type: string, challenge: string, faults: Faults): string {
    return JSON.stringify({
      type: faults.type ?? type,
      challenge: faults.challenge ?? challenge,
      origin: faults.origin ?? this.#origin,
      crossOrigin: faults.crossOrigin ?? false,
    });
  }
}

/** A short text in CBOR. */
function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
}

/** As much as an authenticator reads of what a server asks. */
export interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}

export interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly allowCredentials?: readonly { readonly id: string }[];
}

/** An attestation of a maker of security keys (WebAuthn §8.6), complete and right: with a certificate of its own. */
export function attestedByMaker({ rpIdHash, clientDataHash, credentialId, point }: MadeCredential): Attestation {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = certificateOf(publicKey.export({ type: 'spki', format: 'der' }), privateKey);
  const signature = createSign('sha256')
    .update(Buffer.concat([Buffer.from([0]), rpIdHash, clientDataHash, credentialId, point]))
    .sign(privateKey);
  const statement = Buffer.concat([
    Buffer.from('a2', 'hex'),
    text('sig'),
    bytes(signature),
    text('x5c'),
    Buffer.from('81', 'hex'),
    bytes(certificate),
  ]);
  return { format: 'fido-u2f', statement };
}

/** Bytes in CBOR. */
function bytes(value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x59, value.length >> 8, value.length & 0xff]), value]);
}

/** A certificate that signs itself (RFC 5280 §4.1), as small as one can be. */
function certificateOf(publicKey: Buffer, privateKey: KeyObject): Buffer {
  // ecdsa-with-SHA256, and the name "CN=Maker".
  const algorithm = Buffer.from('300a06082a8648ce3d040302', 'hex');
  const name = Buffer.from('3010310e300c06035504030c054d616b6572', 'hex');
  const validity = der(0x30, der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('490101000000Z')));
  const version = Buffer.from('a003020102', 'hex');
  const serial = Buffer.from('020101', 'hex');
  const body = der(0x30, version, serial, algorithm, name, validity, name, publicKey);
  const signature = createSign('sha256').update(body).sign(privateKey);
  return der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature));
}

/** A value in DER. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
