import type { Account, TicketKind } from '../../src/accounts/ports.ts';
import { HOUR } from '../../src/protocol/lifetimes.ts';
import { digestOf } from '../../src/protocol/secret.ts';
import type { TestServer } from './test-server.ts';

/** The secret of a link as the sender of mails mints it, without the mail. */
export async function mailedSecret(
  server: TestServer,
  kind: Extract<TicketKind, 'reset password' | 'change email' | 'confirm email'>,
  account: Pick<Account, 'id' | 'email'>,
  facts: Readonly<Record<string, string>> = {},
): Promise<string> {
  const secret = server.world.randomSecret();
  const createdAt = server.now();
  await server.store.addTicket({
    digest: digestOf(secret),
    kind,
    accountId: account.id,
    facts: { email: account.email, ...facts },
    createdAt,
    expiresAt: createdAt + 2 * HOUR,
  });
  return secret;
}
