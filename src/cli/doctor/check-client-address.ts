import { SecretKeys } from '../../library/secret-keys.ts';
import type { Config } from '../../server/config.ts';
import { readSecretKey, secretKeyPath } from '../../server/load-secret-keys.ts';
import { PROOF_HEADER, proofOf, SEEN_PATH, type SeenRequest } from '../../server/seen-request.ts';
import { about, type Finding } from './finding.ts';
import { CLAIMED_ADDRESS, judgeClientAddress } from './judge-client-address.ts';

/** Asks the server how requests through PUBLIC_URL arrive, which it tells only to who has its secret key. */
export async function checkClientAddress(
  config: Config,
  get: (url: string, headers: Readonly<Record<string, string>>) => Promise<Response>,
): Promise<Finding> {
  const subject = about('client address');
  const keys = await knownKeys(config);
  if (keys === undefined) {
    return subject.skipped(
      'The secret key of the server cannot be read here, so it was not asked how requests arrive.',
    );
  }
  const ask = async (headers: Readonly<Record<string, string>>): Promise<SeenRequest | undefined> => {
    const proof = proofOf(keys, Date.now());
    const response = await get(`${config.publicUrl}${SEEN_PATH}`, { [PROOF_HEADER]: proof, ...headers });
    const text = await response.text();
    return response.status === 200 ? (JSON.parse(text) as SeenRequest) : undefined;
  };
  const plain = await ask({});
  const claiming = await ask({ 'X-Forwarded-For': CLAIMED_ADDRESS });
  if (plain === undefined || claiming === undefined) {
    return subject.skipped(
      'The running server did not tell how requests arrive: it has another secret key or version, or its clock differs by minutes.',
    );
  }
  return judgeClientAddress({ plain, claiming, needsProxy: config.publicUrl.startsWith('https:') });
}

/** The keys of the settings, or of the file beside the database; makes none. */
async function knownKeys({ secretKeys, database }: Config): Promise<SecretKeys | undefined> {
  if (secretKeys.length > 0) return new SecretKeys(secretKeys);
  if (database.engine !== 'sqlite') return undefined;
  const key = await readSecretKey(secretKeyPath(database.path)).catch(() => undefined);
  return key === undefined ? undefined : new SecretKeys([key]);
}
