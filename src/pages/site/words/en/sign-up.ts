import { html, type Markup } from '../../../markup.ts';
import { formatNumber, plural } from '../../../messages/intl.ts';

export const signUp = {
  form: {
    title: 'Make an account',
    introduction: (server: Markup): Markup => html`This will be your account at ${server}.`,
    appWaits: (app: Markup): Markup =>
      html`${app} asked for access to an account here. Once you have one, you will see what the app wants and decide.`,
    invited: 'Somebody here invited you. You are welcome.',
    username: 'Username',
    usernameHint: 'Letters, digits and underscores, at most 30. It cannot be changed later.',
    email: 'E-mail address',
    emailHint: 'You will get a message there with a link that you open once. Nobody else sees the address.',
    password: 'Password',
    passwordHint:
      'At least 8 characters. A few words that do not belong together are easy to remember and hard to guess.',
    dateOfBirth: 'Date of birth',
    dateOfBirthHint: (years: number) =>
      `You must be at least ${plural('en', years, {
        one: `${formatNumber('en', years)} year`,
        other: `${formatNumber('en', years)} years`,
      })} old. The date is looked at once and not kept.`,
    reason: 'Why do you want to join?',
    reasonHint: 'The people who run this server read this and decide. A sentence or two is enough.',
    rules: 'Rules of this server',
    agreeToRules: 'I agree to the rules of this server.',
    agree: 'I will treat others and this server with respect.',
    submit: 'Make the account',
    signIn: 'You have an account already? Sign in',
    problemsTitle: (count: number) =>
      plural('en', count, { one: 'Something needs another look:', other: 'Some things need another look:' }),
    problems: {
      username: {
        blank: 'Choose a username.',
        invalid: 'A username has only letters without accents, digits and underscores.',
        'too long': 'The username is too long; 30 characters are the most.',
        taken: 'Somebody has this username already. Choose another.',
        reserved: 'This username is kept for the people who run the server. Choose another.',
      },
      email: {
        blank: 'Enter your e-mail address.',
        invalid: 'That does not look like an e-mail address.',
        'too long': 'The e-mail address is too long.',
      },
      password: {
        blank: 'Choose a password.',
        'too short': 'The password is too short; it needs at least 8 characters.',
        'too long': 'The password is too long; 72 characters are the most.',
        common: 'This password is one of those that are tried first. Choose another.',
        personal: 'This password is made of your name or that of this server. Choose another.',
        guessable: 'This password is too easy to guess. A few unrelated words are better.',
      },
      dateOfBirth: {
        blank: 'Enter your date of birth.',
        invalid: 'That is not a date that can be a birthday.',
        'too young': 'You are not old enough for this server yet.',
      },
      reason: {
        blank: 'Say in a sentence why you want to join.',
        'too long': 'The text is too long; 420 characters are the most.',
      },
      agreement: { 'not accepted': 'Without your agreement there can be no account.' },
      other: 'This cannot be used. Choose something else.',
      expiredForm:
        'This page was open for too long, so nothing was sent. Please enter your password again and send it.',
      inviteNotGood: 'The invite is not good any more. Without one you can still ask for an account.',
    },
  },

  closed: {
    title: 'No new accounts at the moment',
    happened: 'This server takes in new people only by invite.',
    advice: 'If you know somebody here, ask them for a link.',
  },
  badInvite: {
    title: 'This invite is not good',
    happened: 'It may have been used up, have ended, or the link is not complete.',
    advice: 'Ask whoever gave it to you for a new one.',
    withoutInvite: 'Make an account without an invite',
  },

  waiting: {
    title: 'Look into your mail',
    sentTo: (address: Markup): Markup =>
      html`We sent a message to ${address}. Open the link in it to confirm that the address is yours.`,
    sentAgain: (address: Markup): Markup => html`A new message is on its way to ${address}.`,
    appWaits: (app: Markup): Markup => html`Then you go on with ${app}.`,
    goOn: 'I opened the link, go on',
    advice: 'It can take some minutes. If there is no message, look among the unwanted mail.',
    signInHint: 'Until then, sign in with your username and not with the address.',
    again: 'Send the message again',
    wrongAddress: 'Wrong address?',
    newAddress: 'Your e-mail address',
    change: 'Send it to this address',
    tooMany: (minutes: number) =>
      `There were many messages already. Please wait ${plural('en', minutes, {
        one: `${formatNumber('en', minutes)} minute`,
        other: `${formatNumber('en', minutes)} minutes`,
      })} before you ask for another.`,
  },
  pending: {
    title: 'Your account waits for approval',
    happened: 'Your address is confirmed. The people who run this server look at every new account themselves.',
    advice: 'You will get a message as soon as they have decided.',
    appWaits: (app: Markup): Markup =>
      html`${app} cannot use the account before. If that takes longer than a day, start again from the app.`,
    look: 'See whether they have decided',
  },

  confirm: {
    title: 'Confirm your e-mail address',
    question: (address: Markup, handle: Markup): Markup =>
      html`Does the address ${address} belong to you, and did you make the account ${handle}?`,
    submit: 'Yes, confirm it',
    otherwise:
      'If you did not, close this page. Without the confirmation nobody can use the account, and it will be removed.',
  },
  confirmed: {
    title: 'Your address is confirmed',
    done: (handle: Markup): Markup => html`The account ${handle} is ready.`,
    waits: (handle: Markup): Markup =>
      html`The account ${handle} now waits for the people who run this server. You will get a message when they have decided.`,
    goBack: 'An app waits in the browser where you began. Go back there and go on.',
    signIn: 'Sign in',
  },
  addressTaken: {
    title: 'This address has another account',
    happened: 'Another account here confirmed the address first, so this one cannot have it.',
    advice: 'Sign in to the other account. If you forgot its password, you can choose a new one.',
    resetPassword: 'Choose a new password',
  },
  badLink: {
    title: 'This link is not good any more',
    happened: 'It may be too old, another address may have been given since, or the link is not complete.',
    advice: 'You can have a new one sent.',
    again: 'Send a new message',
  },

  resend: {
    title: 'Send the message again',
    introduction: 'Enter the e-mail address with which you made your account.',
    submit: 'Send the message',
    sentTitle: 'Look into your mail',
    sent: (address: Markup): Markup =>
      html`If an account with the address ${address} waits, a message is on its way there.`,
    sentAdvice:
      'It can take some minutes. If there is no message, look among the unwanted mail, or check whether you made the account with another address.',
    signIn: 'Back to the sign-in',
  },

  invites: {
    title: 'Invites',
    introduction:
      'With an invite, people can make an account here. Give the link only to those whom you want to invite.',
    make: 'Make an invite',
    label: 'Whom is it for?',
    labelHint: 'Only you and the people who run this server see this.',
    uses: 'How many people may use it',
    unlimited: 'Any number',
    people: (count: number) =>
      plural('en', count, {
        one: `${formatNumber('en', count)} person`,
        other: `${formatNumber('en', count)} people`,
      }),
    expires: 'How long it is good',
    never: 'Until I end it',
    days: (count: number) =>
      plural('en', count, {
        one: `${formatNumber('en', count)} day`,
        other: `${formatNumber('en', count)} days`,
      }),
    submit: 'Make the invite',
    made: 'The invite is made. Copy its link now: it is not shown again.',
    link: 'Link',
    yours: 'Your invites',
    none: 'You have not made an invite yet.',
    columns: { invite: 'Invite', state: 'State', uses: 'Used', expires: 'Good until', actions: 'End' },
    unnamed: 'Without a name',
    states: { good: 'good', 'used up': 'used up', expired: 'expired', ended: 'ended' },
    usedOf: (uses: number, most: number | undefined) =>
      most === undefined ? formatNumber('en', uses) : `${formatNumber('en', uses)} of ${formatNumber('en', most)}`,
    noExpiry: 'until ended',
    end: 'End it',
    ended: 'The invite has ended. Accounts that were made with it stay.',
    problems: {
      labelTooLong: 'The name is too long; 100 characters are the most.',
      tooMany: 'You have many invites that are still good. End some first.',
    },
  },
};
