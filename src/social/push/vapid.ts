import type { SettingStore } from '../../flows/ports.ts';
import type { SecretKeys } from '../../library/secret-keys.ts';

/**
 * The keys by which the server names itself to push services (RFC 8292), which it made at its first start.
 * @throws UndecipherableSecret when SECRET_KEY was replaced and the former one is not kept beside it
 */
export async function readVapidKeys(
  store: SettingStore,
  secrets: Pick<SecretKeys, 'decrypt'>,
): Promise<{ readonly publicKey: string; readonly privateKey: string }> {
  const stored = await store.readSetting('vapid');
  if (stored === undefined) throw new Error('The server has no VAPID keys');
  const { publicKey, privateKey } = JSON.parse(stored) as { publicKey: string; privateKey: string };
  return { publicKey, privateKey: secrets.decrypt('vapid', privateKey) };
}
