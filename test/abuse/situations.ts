import { mailedSecret } from '../support/mailed-link.ts';
import { TestBrowser } from '../support/test-browser.ts';
import { FurnishedServer } from './furnished-server.ts';

/** A server with a browser before a form, and what the form is sent with beside its token. */
export interface Situation {
  readonly house: FurnishedServer;
  readonly browser: TestBrowser;
  readonly fields: Readonly<Record<string, string>>;
}

/** The owner, who may do everything, just signed in. */
async function ownerSignedIn(): Promise<Situation> {
  const house = await FurnishedServer.start();
  return { house, browser: house.owner, fields: {} };
}

/** A password was right, and a second factor is asked for. */
async function beforeSecondStep(): Promise<Situation> {
  const house = await FurnishedServer.start();
  const { id, username } = await house.server.addAccount('careful');
  await house.server.store.setTotp(id, { sealedSeed: 'sealed', lastStep: 0, createdAt: house.server.now() });
  const browser = new TestBrowser(house.server);
  await browser.signIn(username);
  return { house, browser, fields: {} };
}

/** A password was right, and a second factor has to be set up first. */
async function beforeEnrolment(): Promise<Situation> {
  const house = await FurnishedServer.start({ REQUIRE_SECOND_FACTOR: 'everyone' });
  return { house, browser: house.owner, fields: {} };
}

/** Somebody followed a link in a mail: the form holds a secret that is good. */
const withLink = (kind: 'reset password' | 'change email' | 'confirm email', field: string) => async () => {
  const house = await FurnishedServer.start();
  const account = await house.server.addAccount('linked');
  const email = kind === 'change email' ? 'new@example.org' : account.email;
  await house.server.store.changeAccount(account.id, {
    ...(kind === 'change email' && { unconfirmedEmail: email }),
    ...(kind === 'confirm email' && { confirmedAt: undefined }),
  });
  const secret = await mailedSecret(house.server, kind, { id: account.id, email });
  return { house, browser: house.owner, fields: { [field]: secret, password: 'a new one, long and rare: ostrich' } };
};

/** Forms that are there only in the middle of something. */
const others: Readonly<Record<string, () => Promise<Situation>>> = {
  'POST /auth/second_factor': beforeSecondStep,
  'POST /auth/second_factor/passkey/options': beforeSecondStep,
  'POST /auth/second_factor/passkey': beforeSecondStep,
  'POST /auth/second_factor/set_up': beforeEnrolment,
  'POST /auth/second_factor/set_up/passkey/options': beforeEnrolment,
  'POST /auth/second_factor/set_up/passkey': beforeEnrolment,
  'POST /auth/password/edit': withLink('reset password', 'reset_password_token'),
  'POST /auth/email_change': withLink('change email', 'email_change_token'),
  'POST /auth/confirmation/confirm': withLink('confirm email', 'confirmation_token'),
};

/** The situation in which a form can be sent. */
export function situationOf({ method, path }: { readonly method: string; readonly path: string }): Promise<Situation> {
  return (others[`${method} ${path}`] ?? ownerSignedIn)();
}
