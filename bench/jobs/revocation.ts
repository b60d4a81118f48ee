import { form } from '../requests.ts';
import { throughput } from './throughput.ts';

/** More living tokens a second than can be revoked: to revoke a dead one would cost less. */
const REVOCABLE = 12_000;

/** The end of a living token, committed and synced before it is answered. */
export const revocation = throughput({
  name: 'revocation',
  title: 'revocation, durable',
  requests: async (target, seconds) => {
    const tokens = await target.appTokens(target.pid === undefined ? 1000 : REVOCABLE * seconds);
    return tokens.map((token) => form('/oauth/revoke', { token, ...target.credentials }));
  },
});
