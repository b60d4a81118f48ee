import { generateKeyPairSync } from 'node:crypto';
import type { SettingStore } from '../flows/ports.ts';
import type { SecretKeys } from './secret-keys.ts';

/** The keys by which the server names itself to push services (RFC 8292). */
export interface VapidKeys {
  /** Uncompressed P-256 point in unpadded base64url: what clients call `vapid_key`. */
  readonly publicKey: string;
}

/** Reads the server's keys, making them at the first start; of several nodes that start at once all get the same. */
export async function loadVapidKeys(store: SettingStore, keys: SecretKeys): Promise<VapidKeys> {
  const known = await store.readSetting('vapid');
  const standing = known ?? (await store.claimSetting('vapid', makeKeys(keys)));
  const { publicKey } = JSON.parse(standing) as { publicKey: string };
  return { publicKey };
}

function makeKeys(keys: SecretKeys): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '', d = '' } = privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return JSON.stringify({ publicKey: point.toString('base64url'), privateKey: keys.encrypt('vapid', d) });
}
