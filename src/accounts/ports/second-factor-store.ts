import type { Id, Instant } from '../../protocol/app.ts';
import type { Digest } from '../../protocol/secret.ts';

/** A passkey: a public key whose private half an authenticator holds (WebAuthn §6). */
export interface Passkey {
  readonly id: Id;
  readonly accountId: Id;
  /** base64url, as authenticators name it; no two passkeys share it. */
  readonly credentialId: string;
  /** COSE key in base64url. */
  readonly publicKey: string;
  /** The authenticator's signature counter; 0 for those that count nothing. */
  readonly counter: number;
  /** How browsers reach the authenticator, in the words of WebAuthn §5.8.4, such as `internal`; empty when it did not say. */
  readonly transports: readonly string[];
  /** Whether the authenticator keeps copies of it elsewhere. */
  readonly backedUp: boolean;
  /** What its owner calls it. */
  readonly name: string;
  readonly createdAt: Instant;
  /** Absent while nobody signed in with it. */
  readonly lastUsedAt: Instant | undefined;
}

/** What an account has beside its password. */
export interface SecondFactors {
  /** Absent when the account has no TOTP key. */
  readonly totp: { readonly createdAt: Instant } | undefined;
  /** In the order in which they were added. */
  readonly passkeys: readonly Passkey[];
  /** How many recovery codes still work. */
  readonly recoveryCodesLeft: number;
}

/** A TOTP key as it is stored. */
export interface TotpKey {
  /** The seed, encrypted. */
  readonly sealedSeed: string;
  /** The latest time step that was used (RFC 6238 §5.2): it and earlier ones never work again. */
  readonly lastStep: number;
  readonly createdAt: Instant;
}

/** That authenticator is registered already, with this account or another. */
export class PasskeyKnown extends Error {
  override readonly name = 'PasskeyKnown';

  constructor() {
    super('The passkey is registered already');
  }
}

/**
 * Where second factors are kept. Adding the first factor and removing the last change `hasSecondFactor` of the account in
 * the same commit; recovery codes go with the last factor. Nothing is added to an account that is gone, also not by a call
 * that races with its deletion.
 */
export interface SecondFactorStore {
  /** Of an account without any, and of one that is gone, the empty ones. */
  findSecondFactors(accountId: Id): Promise<SecondFactors>;
  /** The TOTP key of an account. */
  findTotp(accountId: Id): Promise<TotpKey | undefined>;
  /**
   * Sets or replaces the key. With `recoveryCodes`, those replace all earlier ones in the same commit. False when the
   * account is gone.
   */
  setTotp(accountId: Id, key: TotpKey, recoveryCodes?: readonly Digest[]): Promise<boolean>;
  /** Removes the TOTP key; false when there is none (any more). */
  removeTotp(accountId: Id): Promise<boolean>;
  /** Uses up a time step and all before it. Of several callers with one step exactly one gets true. */
  useTotpStep(accountId: Id, step: number): Promise<boolean>;
  /** Makes these the only codes that work; false, and nothing happens, when the account has no second factor. */
  replaceRecoveryCodes(accountId: Id, digests: readonly Digest[]): Promise<boolean>;
  /** Uses up a code. Of several callers with one code exactly one gets true. */
  useRecoveryCode(accountId: Id, digest: Digest): Promise<boolean>;
  /**
   * With `recoveryCodes` as {@link setTotp}. Undefined when the account is gone.
   * @throws PasskeyKnown
   */
  addPasskey(
    passkey: Omit<Passkey, 'id' | 'lastUsedAt'>,
    recoveryCodes?: readonly Digest[],
  ): Promise<Passkey | undefined>;
  /** The passkey of this credential, whosever it is. */
  findPasskey(credentialId: string): Promise<Passkey | undefined>;
  /**
   * Notes a use. False, and nothing is noted, when the counter did not grow though one of the two counts (WebAuthn §6.1.1):
   * of several callers with one counter at most one gets true.
   */
  notePasskeyUse(
    id: Id,
    use: { readonly counter: number; readonly backedUp: boolean; readonly at: Instant },
  ): Promise<boolean>;
  /** Gives a passkey of the account another name; false when it has no such passkey. */
  renamePasskey(accountId: Id, id: Id, name: string): Promise<boolean>;
  /** Removes a passkey of the account; false when it has no such passkey. */
  removePasskey(accountId: Id, id: Id): Promise<boolean>;
  /** Removes all factors and recovery codes of an account; false when it had none. */
  removeSecondFactors(accountId: Id): Promise<boolean>;
}
