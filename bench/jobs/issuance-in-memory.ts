import type { Job } from '../job.ts';
import { load } from '../load.ts';
import { startProgram } from '../processes.ts';
import { form } from '../requests.ts';

/** Durable issuance here, beside issuance that a crash undoes: npm's `oidc-provider` with its adapter in memory. */
export const issuanceInMemory: Job = {
  name: 'issuance-in-memory',
  title: 'issuance, durable ÷ `oidc-provider`, in memory',
  unit: 'requests/s',
  async prepare(stand) {
    const provider = await startProgram('oidc-provider.mjs');
    const theirs = { client_id: 'bench', client_secret: 'a secret of the bench, of some length' };
    const grant = { grant_type: 'client_credentials' };
    return async () => {
      const base = await load(provider, [form('/token', { ...grant, ...theirs })], stand);
      if ((base.failed ?? 0) > 0) throw new Error('oidc-provider refused requests');
      return {
        base,
        ours: await load(stand.ours, [form('/oauth/token', { ...grant, ...stand.ours.credentials })], stand),
      };
    };
  },
};
