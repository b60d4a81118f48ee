import type { IncomingMessage } from 'node:http';
import { ClientAddress } from '../../library/client-address.ts';
import { SecretKeys } from '../../library/secret-keys.ts';
import type { Config } from '../../server/config.ts';
import { readSecretKey, secretKeyPath } from '../../server/load-secret-keys.ts';
import { PROOF_HEADER, proofOf, SEEN_PATH, type SeenRequest } from '../../server/seen-request.ts';
import { about, type Finding } from './finding.ts';
import { CLAIMED_ADDRESS, judgeClientAddress } from './judge-client-address.ts';

/** Asks the server how requests through PUBLIC_URL arrive, which it tells only to who has its secret key. */
export async function checkArrival(
  config: Config,
  get: (url: string, headers: Readonly<Record<string, string>>) => Promise<Response>,
): Promise<readonly Finding[]> {
  const subject = about('client address');
  const keys = await knownKeys(config);
  if (keys === undefined) {
    const words = 'The secret key of the server cannot be read here, so it was not asked how requests arrive.';
    return [subject.skipped(words)];
  }
  const ask = async (headers: Readonly<Record<string, string>>): Promise<SeenRequest | undefined> => {
    const proof = proofOf(keys, Date.now());
    const response = await get(`${config.publicUrl}${SEEN_PATH}`, { [PROOF_HEADER]: proof, ...headers });
    const text = await response.text();
    return response.status === 200 ? (JSON.parse(text) as SeenRequest) : undefined;
  };
  const plain = await ask({});
  const claiming = await ask({ 'X-Forwarded-For': CLAIMED_ADDRESS, Authorization: 'Bearer mastodoor-doctor' });
  if (plain === undefined || claiming === undefined) {
    const words =
      'The running server did not tell how requests arrive: it has another secret key or version, or its clock differs by minutes.';
    return [subject.skipped(words)];
  }
  const { trustedProxies } = config;
  const trustsPeer = isTrusted(claiming.peer, trustedProxies);
  return [
    judgeClientAddress({ plain, claiming, trustsPeer, proxied: isProxied(config) }),
    judgeToken(claiming, plain.bearer),
  ];
}

/** Whether a token arrives; a proxy that looks at `Authorization` itself may let one scheme through and another not. */
function judgeToken({ bearer }: SeenRequest, others: boolean): Finding {
  const subject = about('tokens');
  if (others) {
    return subject.problem(
      'The proxy sends a token of its own in the Authorization header. Have it pass on that of the app.',
    );
  }
  if (bearer) return subject.ok('They arrive in the Authorization header.');
  return subject.problem(
    'A token in the Authorization header does not arrive, so no app works. Have the proxy pass the header on, and switch off an authentication of its own.',
  );
}

/** By the rule that the server itself goes by. */
function isTrusted(peer: string, trustedProxies: readonly string[]): boolean {
  const message = { socket: { remoteAddress: peer }, headers: { 'x-forwarded-for': CLAIMED_ADDRESS } };
  return new ClientAddress(trustedProxies).of(message as unknown as IncomingMessage) === CLAIMED_ADDRESS;
}

function isProxied({ publicUrl, port }: Config): 'surely' | 'perhaps' | 'no' {
  const url = new URL(publicUrl);
  if (url.protocol === 'https:') return 'surely';
  return Number(url.port || 80) === port ? 'no' : 'perhaps';
}

/** The keys of the settings, or of the file beside the database; makes none. */
async function knownKeys({ secretKeys, database }: Config): Promise<SecretKeys | undefined> {
  if (secretKeys.length > 0) return new SecretKeys(secretKeys);
  if (database.engine !== 'sqlite') return undefined;
  const key = await readSecretKey(secretKeyPath(database.path)).catch(() => undefined);
  return key === undefined ? undefined : new SecretKeys([key]);
}
