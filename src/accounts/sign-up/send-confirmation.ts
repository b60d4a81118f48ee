import { randomBytes } from 'node:crypto';
import { digestOf } from '../../protocol/secret.ts';
import { type Account, type AccountChange, NameTaken } from '../ports.ts';
import { addressMail, claimedAddress, isSameAddress, waitingFor } from './claimed-address.ts';
import type { ConfirmationDeps } from './confirm-email.ts';

/**
 * Sends the link again, or sends it to another address, for an account that waits. Whether the address is somebody else's
 * shows in nothing but the mail.
 * @returns false when the account waits no more
 */
export async function sendConfirmation(
  deps: ConfirmationDeps,
  account: Account,
  to: { readonly address?: string | undefined; readonly authorization?: string | undefined } = {},
): Promise<boolean> {
  const { address = claimedAddress(account), authorization } = to;
  const { store } = deps;
  const send = (change: AccountChange, holder: Account | undefined) =>
    store.changeAccount(account.id, change, {
      when: { confirmedAt: undefined, email: account.email },
      mail: (changed) => addressMail(changed, address, holder, { now: deps.now(), authorization }),
    });
  const wait = (holder: Account | undefined) =>
    // Who waits with this address already keeps the stand-in.
    send(isSameAddress(account.unconfirmedEmail ?? '', address) ? {} : waitingFor(address), holder);
  const holder = await store.findAccountByLogin(address);
  const isFree = holder === undefined || holder.id === account.id;
  const sent = await (isFree ? send({ email: address, unconfirmedEmail: undefined }, undefined) : wait(holder)).catch(
    async (error: unknown) => {
      if (!(error instanceof NameTaken)) throw error;
      // Somebody else named the address at this very moment.
      return wait(await store.findAccountByLogin(address));
    },
  );
  deps.mails.wake();
  return sent !== undefined;
}

/**
 * The same for somebody who is not signed in and names an address. Nothing tells whether there is an account: each case
 * costs one look and one commit.
 */
export async function sendConfirmationTo(
  deps: ConfirmationDeps,
  address: string,
  authorization?: string,
): Promise<void> {
  const { store, mails } = deps;
  const holder = await store.findAccountByLogin(address);
  if (holder === undefined) {
    await pretendToSend(deps);
    return;
  }
  const { createdAt: _, ...mail } = addressMail(holder, holder.email, holder, {
    now: deps.now(),
    authorization,
  });
  await mails.add(mail);
}

/** A commit that nobody needs: the row is over when it is written, and housekeeping removes it. */
async function pretendToSend({ store, now }: ConfirmationDeps): Promise<void> {
  const at = now();
  await store.addTicket({
    digest: digestOf(randomBytes(32).toString('base64url')),
    kind: 'confirm email',
    accountId: undefined,
    facts: {},
    createdAt: at,
    expiresAt: at,
  });
}
