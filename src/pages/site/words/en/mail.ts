/** Names and moments are put into sentences as text: what the pages do with markup, a mail cannot. */
export const mail = {
  greeting: (username: string) => `Hello ${username},`,
  validUntil: (moment: string) => `The link works once, until ${moment}.`,
  linkHint: 'If the button does nothing, open this address in your browser:',
  footer: (username: string, server: string) => `This mail is about the account ${username} at ${server}.`,
  footerWithoutAccount: (server: string) => `This mail comes from ${server}.`,
  help: (contact: string) => `Questions? Write to ${contact}.`,
  moment: (day: string, time: string) => `${day} at ${time} UTC`,
  labels: {
    time: 'When',
    browser: 'Browser',
    address: 'Network address',
    app: 'App',
    permissions: 'It may',
    passkey: 'Passkey',
    codesLeft: 'Recovery codes left',
    applicant: 'Username',
  },
  unknownPermission: (scope: string) => `something this server has no words for (${scope})`,

  confirmEmail: {
    subject: (server: string) => `Confirm your e-mail address for ${server}`,
    lead: (server: string) =>
      `An account at ${server} was made with this e-mail address. If it is yours, please confirm the address.`,
    action: 'Confirm the address',
    advice:
      'If it was not you, do nothing. Without the confirmation nobody can use the account, and it will be removed.',
  },
  addressKnown: {
    subject: (server: string) => `You already have an account at ${server}`,
    lead: 'Somebody wanted to sign up with your e-mail address, but it belongs to your account already.',
    action: 'Sign in',
    advice: 'If it was you: sign in, or choose a new password if you forgot yours. If it was not you, do nothing.',
  },
  changeEmail: {
    subject: (server: string) => `Confirm your new e-mail address for ${server}`,
    lead: 'You want your account to have this e-mail address. Please confirm that it is yours.',
    action: 'Confirm the new address',
    advice: 'If it was not you, do nothing. The account keeps the address it has.',
  },
  emailChanged: {
    subject: (server: string) => `Your e-mail address at ${server} was changed`,
    lead: 'Your account has another e-mail address now. You can no longer sign in with this one, and this is the last mail to it.',
    advice: 'If it was not you, somebody else has your account. Write to the people who run the server at once.',
  },
  resetPassword: {
    subject: (server: string) => `Choose a new password for ${server}`,
    lead: 'Somebody, we hope you, asked for a new password for your account.',
    action: 'Choose a new password',
    advice: 'If it was not you, do nothing. Your password stays as it is, and nobody got in.',
  },
  passwordChanged: {
    subject: (server: string) => `Your password at ${server} was changed`,
    how: {
      changed: 'The password of your account was changed. All other browsers were signed out.',
      reset: 'A new password was chosen for your account. All browsers and all apps were signed out.',
      'by staff':
        'The people who run the server gave your account a new password. All browsers and apps were signed out.',
    },
    action: 'Choose a new password',
    advice: 'If it was you, there is nothing to do. If not, choose a new password at once.',
  },
  newSignIn: {
    subject: (server: string) => `New sign-in to your account at ${server}`,
    lead: 'Somebody signed in to your account with a browser that was not seen before.',
    action: 'Look at signed-in browsers',
    advice: 'If it was you, there is nothing to do. If not, sign that browser out and change your password.',
  },
  appAuthorized: {
    subject: (server: string) => `An app may use your account at ${server}`,
    lead: 'You let an app use your account.',
    action: 'Look at authorized apps',
    advice: 'If it was not you, take the app’s access away and change your password.',
  },
  secondFactorChanged: {
    subject: (server: string) => `The protection of your account at ${server} was changed`,
    changes: {
      'totp added': 'From now on, signing in takes a code from your authenticator app as well as your password.',
      'totp removed': 'The authenticator app was removed from your account.',
      'passkey added': 'A passkey was added to your account.',
      'passkey removed': 'A passkey was removed from your account.',
      'recovery codes made': 'New recovery codes were made for your account. The old ones no longer work.',
      'recovery code used': 'A recovery code was used to sign in to your account. It does not work again.',
      'all removed':
        'The people who run the server removed all second factors from your account. Now the password alone is enough to sign in.',
    },
    action: 'Look at second factors',
    advice: 'If it was not you, change your password at once and look at what protects your account.',
  },
  registrationWaits: {
    subject: (server: string) => `Somebody would like to join ${server}`,
    lead: 'An account was made, its e-mail address was confirmed, and now it waits for approval.',
    action: 'Look at the account',
    advice: 'You get this mail because you look after the server.',
  },
  approved: {
    subject: (server: string) => `Welcome to ${server}`,
    lead: 'Your account was approved. You can use it now.',
    action: 'Sign in',
  },
  rejected: {
    subject: (server: string) => `Your account at ${server} was not approved`,
    lead: 'The people who run the server did not approve your account. It was removed, with everything that belonged to it.',
  },
  accountDeleted: {
    subject: (server: string) => `Your account at ${server} was deleted`,
    lead: 'Your account was deleted, with everything that belonged to it. It cannot be brought back, and nobody else can have its name.',
    advice: 'If it was not you, write to the people who run the server.',
  },
};
