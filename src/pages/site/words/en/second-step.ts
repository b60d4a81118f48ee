import { html, type Markup } from '../../../markup.ts';

export const secondStep = {
  title: 'One more step',
  lead: (handle: Markup): Markup => html`The password of ${handle} was right. Now show that it’s really you.`,
  totp: {
    label: 'Code from your authenticator app',
    hint: 'Six digits. The app shows new ones every 30 seconds.',
    submit: 'Go on',
  },
  recovery: {
    summary: 'I can’t use it right now',
    lead: 'Use one of the recovery codes that you were shown when you set this up. Each works once.',
    label: 'Recovery code',
    submit: 'Use this code',
    allUsed: 'All of your recovery codes were used.',
    lost: 'Have you lost those too? Ask the people who run this server.',
  },
  another: 'Sign in with another account',
  problems: {
    wrongCode: 'That code does not fit. Codes work once and only for a moment: wait for the next one and try again.',
    wrongRecoveryCode: 'That is not one of your recovery codes, or it was used before.',
    passkey: 'That passkey could not be accepted. Try again, or use another way.',
    expiredForm: 'This page was open for too long, so nothing was sent. Please try again.',
  },
  ended: {
    title: 'Sign in again',
    lead: 'Nobody is signed in yet: this step took too long, was finished elsewhere, or your password or your second factors changed in the meantime.',
    advice: 'What you came for still waits for you.',
    signIn: 'To the sign-in page',
  },
  passkey: {
    use: 'Use a passkey',
    or: 'or',
    needsScript: 'Passkeys need JavaScript, which is off in this browser. You can use a recovery code instead.',
    problems: {
      cancelled: 'Nothing came of that: it was cancelled, took too long, or there is no fitting passkey here.',
      known: 'This device already holds a passkey for your account.',
      failed: 'That did not work. Reload the page and try again.',
    },
  },
  passkeySignIn: {
    button: 'Sign in with a passkey',
    refusedTitle: 'That passkey does not fit',
    refused:
      'Nobody is signed in. The passkey may have been removed from its account, or the page was open for too long.',
    back: 'Back to the sign-in page',
  },
  setUp: {
    title: 'Protect your account first',
    lead: (handle: Markup): Markup =>
      html`The people who run this server ask for a second factor beside your password. Set one up for ${handle}, and you are signed in.`,
    appWaits: (app: Markup): Markup => html`${app} waits until you are done.`,
    withPasskey: 'With a passkey',
    passkeyLead: 'Your phone, computer or security key confirms that it’s you.',
    addPasskey: 'Make a passkey',
    withApp: 'With an authenticator app',
    done: 'You are signed in, and your account is protected.',
    goOn: 'I have kept them, go on',
  },
  confirm: {
    title: 'Confirm that it’s you',
    lead: 'What comes next concerns the keys to your account, so please give your password once more.',
    leadWithPasskey:
      'What comes next concerns the keys to your account, so please give your password or your passkey once more.',
    account: (handle: Markup): Markup => html`You are signed in as ${handle}.`,
    submit: 'Confirm',
    wrongPassword: 'That is not the password of this account. Check it and try again.',
    why: 'You will not be asked again for a quarter of an hour.',
  },
};
