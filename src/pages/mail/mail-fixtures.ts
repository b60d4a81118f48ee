import { DAY, HOUR } from '../../protocol/lifetimes.ts';
import type { MailSenderView, MailView } from './mail-view.ts';

const at = Date.UTC(2026, 10, 23, 9, 30);
const same = { username: 'alice', at };
const link = (path: string, lifetime: number) => ({
  url: `https://social.example${path}Zt6v0nR3cQ9yKx2mWq8sLd5uHf7jPa1bEo4iTg0hVYw`,
  expiresAt: at + lifetime,
});

/** The server that sends the sample mails. */
export const sampleSender: MailSenderView = {
  name: 'Social Example',
  origin: 'https://social.example',
  contact: 'staff@social.example',
  colours: { button: '#0d5652', onButton: '#ffffff' },
};

/** A sample of every mail, by the name of its state. */
export const mailFixtures: Readonly<Record<string, MailView>> = {
  'confirm-email': {
    ...same,
    kind: 'confirm email',
    about: { link: link('/auth/confirmation?confirmation_token=', 7 * DAY) },
  },
  'address-known': { ...same, kind: 'address known', about: {} },
  'change-email': {
    ...same,
    kind: 'change email',
    about: { link: link('/auth/email_change?email_change_token=', DAY) },
  },
  'email-changed': { ...same, kind: 'email changed', about: {} },
  'reset-password': {
    ...same,
    kind: 'reset password',
    about: { link: link('/auth/password/edit?reset_password_token=', 2 * HOUR) },
  },
  'password-changed': { ...same, kind: 'password changed', about: { how: 'changed' } },
  'password-reset': { ...same, kind: 'password changed', about: { how: 'reset' } },
  'password-by-staff': { ...same, kind: 'password changed', about: { how: 'by staff' } },
  'new-sign-in': {
    ...same,
    kind: 'new sign-in',
    about: { browser: 'Firefox on Linux', address: '2001:db8:85a3::8a2e:370:7334' },
  },
  'app-authorized': {
    ...same,
    kind: 'app authorized',
    about: { app: 'Ice Cubes', scopes: ['read', 'write:statuses', 'follow', 'push', 'shop:buy'] },
  },
  'app-authorized-hostile-name': {
    ...same,
    kind: 'app authorized',
    about: { app: 'evil.example/\u202Etxt.<b>exe</b>\u200B تطبيق', scopes: ['profile'] },
  },
  'totp-added': {
    ...same,
    kind: 'second factor changed',
    about: { change: 'totp added', name: undefined, left: undefined },
  },
  'passkey-removed': {
    ...same,
    kind: 'second factor changed',
    about: { change: 'passkey removed', name: 'My phone', left: undefined },
  },
  'recovery-code-used': {
    ...same,
    kind: 'second factor changed',
    about: { change: 'recovery code used', name: undefined, left: 7 },
  },
  'registration-waits': {
    ...same,
    username: 'moderator',
    kind: 'registration waits',
    about: { applicantId: '115000000000000001', applicant: 'bob' },
  },
  approved: { ...same, kind: 'approved', about: {} },
  rejected: { ...same, kind: 'rejected', about: {} },
  'account-deleted': { ...same, kind: 'account deleted', about: {} },
  'account-deleted-nameless': { ...same, username: '', kind: 'account deleted', about: {} },
};
