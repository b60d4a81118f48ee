import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Id } from '../../protocol/app.ts';
import { type Digest, digestOf } from '../../protocol/secret.ts';
import { type Account, type Passkey, PasskeyKnown } from '../ports.ts';
import { type Added, afterChange, type ChangedBy, codesIfNeeded, digestsOf } from './change-second-factors.ts';
import type { SecondFactorDeps } from './second-factor-deps.ts';

/** Time to find the security key, and to notice what the browser asks. */
const LIFETIME = 5 * 60_000;

/** More than anybody has devices; each makes the lists that authenticators are sent longer. */
const MAX_PASSKEYS = 20;

const MAX_NAME = 60;

/** What a challenge was made for: an answer to one is worthless for any other. */
export type Ceremony = {
  /** The browser that asked, in which alone the answer counts. */
  readonly browser: Digest;
} & (
  | { readonly purpose: 'sign in' }
  | { readonly purpose: 'second step' | 'confirm' | 'add'; readonly account: Account }
);

/** A purpose that the passkey alone must prove: the authenticator asks for a PIN or a finger. */
const standsAlone = ({ purpose }: Ceremony) => purpose === 'sign in' || purpose === 'confirm';

/** Loaded at the first ceremony: whoever imports the directory need not pay for it. */
const load = () => import('@simplewebauthn/server');

/**
 * Whether browsers let this server's people have passkeys: only on https or the machine itself, and never where the host is
 * an address (WebAuthn §5.1.3, §4 relying party identifier).
 */
export function canHavePasskeys(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  const isAddress = /^[0-9.]+$|^\[/.test(hostname);
  return !isAddress && (protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost'));
}

/** What the browser is asked for a proof with. */
export async function beginAssertion(deps: SecondFactorDeps, ceremony: Ceremony) {
  const { generateAuthenticationOptions } = await load();
  const passkeys = ceremony.purpose === 'sign in' ? [] : await passkeysOf(deps, ceremony.account);
  return generateAuthenticationOptions({
    rpID: new URL(deps.origin).hostname,
    challenge: await newChallenge(deps, ceremony),
    timeout: LIFETIME,
    allowCredentials: passkeys.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: [...transports],
    })),
    userVerification: standsAlone(ceremony) ? 'required' : 'preferred',
  });
}

/**
 * The passkey that proved itself by an answer to a challenge, which is used up whatever comes of it: of any number of
 * callers with one answer at most one gets the passkey (WebAuthn §7.2).
 * @param answer JSON of a `PublicKeyCredential`, as the page's script sent it
 */
export async function finishAssertion(
  deps: SecondFactorDeps,
  ceremony: Ceremony,
  answer: string,
): Promise<Passkey | undefined> {
  const credential = readCredential(answer);
  const challenge = credential && (await takeChallenge(deps, ceremony, credential));
  if (credential === undefined || challenge === undefined) return undefined;
  const passkey = await deps.store.findPasskey(credential.id);
  if (passkey === undefined) return undefined;
  if (ceremony.purpose === 'sign in') {
    // Nobody said who they are, so the authenticator must (§7.2 step 6).
    if (credential.response.userHandle !== handleOf(passkey.accountId)) return undefined;
  } else if (passkey.accountId !== ceremony.account.id) return undefined;
  const proven = await verifyAssertion(deps, ceremony, { credential, challenge, passkey });
  if (proven === undefined) return undefined;
  return (await deps.store.notePasskeyUse(passkey.id, { ...proven, at: deps.now() })) ? passkey : undefined;
}

async function verifyAssertion(
  { origin }: SecondFactorDeps,
  ceremony: Ceremony,
  given: { readonly credential: Credential; readonly challenge: string; readonly passkey: Passkey },
): Promise<{ readonly counter: number; readonly backedUp: boolean } | undefined> {
  const { passkey } = given;
  const { verifyAuthenticationResponse } = await load();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: given.credential as unknown as AuthenticationResponseJSON,
      expectedChallenge: given.challenge,
      expectedOrigin: new URL(origin).origin,
      expectedRPID: new URL(origin).hostname,
      requireUserVerification: standsAlone(ceremony),
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    });
    if (!verified) return undefined;
    return { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp };
  } catch {
    // Whatever is wrong with what a browser sent, it is no proof.
    return undefined;
  }
}

/** What the browser is asked for a new passkey with; undefined when the account has as many as it may. */
export async function beginRegistration(deps: SecondFactorDeps, account: Account, browser: Digest) {
  const passkeys = await passkeysOf(deps, account);
  if (passkeys.length >= MAX_PASSKEYS) return undefined;
  const { generateRegistrationOptions } = await load();
  const { hostname } = new URL(deps.origin);
  return generateRegistrationOptions({
    rpID: hostname,
    rpName: hostname,
    userID: new Uint8Array(Buffer.from(account.id)),
    userName: account.username,
    userDisplayName: account.username,
    challenge: await newChallenge(deps, { purpose: 'add', account, browser }),
    timeout: LIFETIME,
    // Who made the authenticator is nobody's business here, and its certificates would have to be judged.
    attestationType: 'none',
    excludeCredentials: passkeys.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: [...transports],
    })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
}

/** What came of adding a passkey. */
export type PasskeyAdded =
  | Extract<Added, { readonly kind: 'added' | 'too late' }>
  | { readonly kind: 'refused' }
  /** With this account or another. */
  | { readonly kind: 'known' };

/** Keeps a new passkey that answered a challenge (WebAuthn §7.1); the challenge is used up whatever comes of it. */
export async function finishRegistration(
  deps: SecondFactorDeps,
  account: Account,
  given: { readonly answer: string; readonly browser: Digest; readonly name: string },
  by: ChangedBy,
): Promise<PasskeyAdded> {
  const credential = readCredential(given.answer);
  const ceremony: Ceremony = { purpose: 'add', account, browser: given.browser };
  const challenge = credential && (await takeChallenge(deps, ceremony, credential));
  if (credential === undefined || challenge === undefined) return { kind: 'refused' };
  const made = await verifyRegistration(deps, credential, challenge);
  if (made === undefined) return { kind: 'refused' };
  const factors = await deps.store.findSecondFactors(account.id);
  if (factors.passkeys.length >= MAX_PASSKEYS) return { kind: 'refused' };
  if ((await deps.store.findPasskey(made.credentialId)) !== undefined) return { kind: 'known' };
  if (by.claim !== undefined && !(await by.claim())) return { kind: 'too late' };
  const codes = codesIfNeeded(factors);
  const name = passkeyName(given.name);
  try {
    const passkey = { ...made, accountId: account.id, name, createdAt: deps.now() };
    await deps.store.addPasskey(passkey, codes && digestsOf(account, codes));
  } catch (error) {
    if (error instanceof PasskeyKnown) return { kind: 'known' };
    throw error;
  }
  await afterChange(deps, account, { change: 'passkey added', name }, by);
  deps.report({ event: 'second factor added', accountId: account.id, factor: 'passkey', address: by.address });
  return { kind: 'added', recoveryCodes: codes };
}

/** What a passkey is called: one line, cut to what a list can show. */
export function passkeyName(typed: string): string {
  return [...typed.replaceAll(/\s+/g, ' ').trim()].slice(0, MAX_NAME).join('');
}

type NewPasskey = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'backedUp'>;

async function verifyRegistration(
  { origin }: SecondFactorDeps,
  credential: Credential,
  challenge: string,
): Promise<NewPasskey | undefined> {
  const { verifyRegistrationResponse } = await load();
  try {
    if (!(await isUnattested(credential.response.attestationObject))) return undefined;
    const { registrationInfo } = await verifyRegistrationResponse({
      response: credential as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: new URL(origin).origin,
      expectedRPID: new URL(origin).hostname,
      requireUserVerification: false,
    });
    if (registrationInfo === undefined) return undefined;
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    return {
      credentialId: id,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
      transports: knownTransports(transports),
      backedUp: registrationInfo.credentialBackedUp,
    };
  } catch {
    return undefined;
  }
}

/**
 * Whether nobody vouches for the authenticator, as was asked for. Certificates that a stranger brings are never looked at:
 * following one to its issuer would let them choose an address that this server calls.
 */
async function isUnattested(attestationObject: unknown): Promise<boolean> {
  if (typeof attestationObject !== 'string') return false;
  const { decodeAttestationObject, isoBase64URL } = await import('@simplewebauthn/server/helpers');
  const attested = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  const format = attested.get('fmt');
  return format === 'none' || (format === 'packed' && attested.get('attStmt').get('x5c') === undefined);
}

/** WebAuthn §5.8.4; whatever else a browser names is of no use to it later. */
const transportNames = new Set(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);

function knownTransports(named: unknown): readonly string[] {
  return Array.isArray(named) ? [...new Set(named.filter((one) => transportNames.has(one)))] : [];
}

async function passkeysOf({ store }: SecondFactorDeps, account: Account): Promise<readonly Passkey[]> {
  return (await store.findSecondFactors(account.id)).passkeys;
}

/** The challenge is itself the secret of its ticket: it comes back signed, and only once. */
async function newChallenge(deps: SecondFactorDeps, ceremony: Ceremony): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = deps.randomSecret();
  const createdAt = deps.now();
  await deps.store.addTicket({
    digest: digestOf(challenge),
    kind: 'passkey ceremony',
    accountId: accountOf(ceremony)?.id,
    facts: { purpose: ceremony.purpose, browser: ceremony.browser },
    createdAt,
    expiresAt: createdAt + LIFETIME,
  });
  return new Uint8Array(Buffer.from(challenge, 'base64url'));
}

/** Uses up the challenge that an answer names; undefined unless it was made for this very ceremony. */
async function takeChallenge(
  deps: SecondFactorDeps,
  ceremony: Ceremony,
  { response }: Credential,
): Promise<string | undefined> {
  const client = readJson(Buffer.from(response.clientDataJSON, 'base64url').toString('utf8'));
  const challenge = client?.challenge;
  if (typeof challenge !== 'string' || client?.crossOrigin === true) return undefined;
  const ticket = await deps.store.takeTicket('passkey ceremony', digestOf(challenge), deps.now());
  if (ticket === undefined || ticket.accountId !== accountOf(ceremony)?.id) return undefined;
  const { purpose, browser } = ticket.facts;
  return purpose === ceremony.purpose && browser === ceremony.browser ? challenge : undefined;
}

const accountOf = (ceremony: Ceremony) => (ceremony.purpose === 'sign in' ? undefined : ceremony.account);

const handleOf = (accountId: Id) => Buffer.from(accountId).toString('base64url');

/** As much of a `PublicKeyCredential` as must be there before a library judges the rest. */
interface Credential {
  readonly id: string;
  readonly response: Readonly<Record<string, unknown>> & { readonly clientDataJSON: string };
}

function readCredential(json: string): Credential | undefined {
  const credential = readJson(json);
  const response = credential?.response;
  if (typeof credential?.id !== 'string' || typeof response !== 'object' || response === null) return undefined;
  if (!('clientDataJSON' in response) || typeof response.clientDataJSON !== 'string') return undefined;
  return credential as unknown as Credential;
}

function readJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
