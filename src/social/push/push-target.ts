import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { SecretKeys } from '../../library/secret-keys.ts';
import type { Id } from '../../protocol/app.ts';

/** Where a push service takes messages for one browser or phone, and the keys that only that one reads with. */
export interface PushTarget {
  readonly endpoint: string;
  /** Uncompressed P-256 point in base64url (RFC 8291 §3.1). */
  readonly p256dh: string;
  /** 16 bytes in base64url (RFC 8291 §3.2). */
  readonly auth: string;
}

/** A target as the storage keeps it: whoever has it could push to the person. It opens for its own token only. */
export function sealTarget(secrets: Pick<SecretKeys, 'encrypt'>, tokenId: Id, target: PushTarget): string {
  return secrets.encrypt('push target', JSON.stringify([tokenId, target]));
}

/** The target behind what was stored. Throws where no configured key opens it, or it is another token's. */
export function openTarget(secrets: Pick<SecretKeys, 'decrypt'>, tokenId: Id, sealed: string): PushTarget {
  const [owner, target] = JSON.parse(secrets.decrypt('push target', sealed)) as [Id, PushTarget];
  if (owner !== tokenId) throw new Error('A push subscription belongs to another token');
  return target;
}

/** What is wrong with a target that an app sent, in words; nothing when it is good. */
export function findTargetProblems({ endpoint, p256dh, auth }: PushTarget, allowsLoopback: boolean): readonly string[] {
  const problems: string[] = [];
  const url = URL.parse(endpoint);
  const isLoopback = url !== null && allowsLoopback && isLoopbackName(url.hostname);
  if (url === null || (url.protocol !== 'https:' && !(isLoopback && url.protocol === 'http:'))) {
    problems.push('Endpoint must be an https address');
  } else if (endpoint.length > 2048 || url.username !== '' || url.password !== '') {
    problems.push('Endpoint is invalid');
  } else if (!isLoopback && (isLoopbackName(url.hostname) || isPrivateAddress(bare(url.hostname)))) {
    problems.push('Endpoint must be a public address');
  }
  const point = Buffer.from(p256dh, 'base64url');
  if (point.length !== 65 || point[0] !== 4) problems.push('P256dh must be a public key of P-256');
  if (Buffer.from(auth, 'base64url').length !== 16) problems.push('Auth must be 16 bytes');
  return problems;
}

/**
 * The address to connect to. Names are resolved once, here, so that a name cannot be public when it is looked at and private
 * when it is used.
 * @throws Error when it is not a public one
 */
export async function publicAddressOf(hostname: string, allowsLoopback: boolean): Promise<string> {
  const host = bare(hostname);
  const address = isIP(host) === 0 ? (await lookup(host)).address : host;
  if (allowsLoopback && ipaddr.process(address).range() === 'loopback') return address;
  if (isPrivateAddress(address)) throw new Error('The endpoint has no public address');
  return address;
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function isLoopbackName(hostname: string): boolean {
  return (
    /^(localhost|.+\.localhost)\.?$/i.test(hostname) || (isIP(bare(hostname)) !== 0 && rangeOf(hostname) === 'loopback')
  );
}

/** Also what stands for several at once, such as addresses of documentation: whatever is not plainly public. */
function isPrivateAddress(address: string): boolean {
  return isIP(address) !== 0 && rangeOf(address) !== 'unicast';
}

function rangeOf(address: string): string {
  return ipaddr.process(bare(address)).range();
}
