/**
 * Time-based one-time passwords (RFC 6238) as every authenticator app understands them: SHA-1, six digits, thirty seconds.
 */
import type { Instant } from '../../protocol/app.ts';

/** A seed in base32, as apps and people write it. Never stored or logged in the clear. */
export type TotpSeed = string;

const PERIOD = 30;
const DIGITS = 6;

/** RFC 4226 §4 R6: 160 bits. */
const SEED_BYTES = 20;

/** How many steps a clock may be ahead or behind (RFC 6238 §5.2 recommends one). */
const WINDOW = 1;

/** A new random seed. */
export async function newTotpSeed(): Promise<TotpSeed> {
  const { Secret } = await load();
  return new Secret({ size: SEED_BYTES }).base32;
}

/**
 * The time step whose code this is: now, just before or just after; undefined for any other code. Whoever asks must use
 * the step up, or the code works again.
 */
export async function findTotpStep(seed: TotpSeed, code: string, now: Instant): Promise<number | undefined> {
  const totp = await totpOf(seed);
  const delta = totp.validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? undefined : totp.counter({ timestamp: now }) + delta;
}

/**
 * What a QR code tells an authenticator app.
 * @param names.issuer the server's host, under which apps sort what they hold
 */
export async function totpUri(
  seed: TotpSeed,
  names: { readonly issuer: string; readonly username: string },
): Promise<string> {
  const totp = await totpOf(seed, { issuer: names.issuer, label: names.username });
  return totp.toString();
}

/**
 * The code that somebody typed, in whatever digits and groups: apps show `123 456`, and keyboards write Arabic-Indic and
 * full-width digits. Undefined for what is no code.
 */
export function readTotpCode(typed: string): string | undefined {
  const digits = typed
    .slice(0, 64)
    .normalize('NFKC')
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replaceAll(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replaceAll(/[\s\p{Cf}-]/gu, '');
  return new RegExp(`^[0-9]{${DIGITS}}$`).test(digits) ? digits : undefined;
}

/** Loaded when the first code is judged: whoever imports the directory need not pay for it. */
const load = () => import('otpauth');

async function totpOf(seed: TotpSeed, names: { readonly issuer?: string; readonly label?: string } = {}) {
  const { Secret, TOTP } = await load();
  return new TOTP({ ...names, algorithm: 'SHA1', digits: DIGITS, period: PERIOD, secret: Secret.fromBase32(seed) });
}
