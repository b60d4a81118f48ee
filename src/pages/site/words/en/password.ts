import { html, type Markup } from '../../../markup.ts';

export const password = {
  ask: {
    title: 'Forgot your password?',
    introduction: 'Say whose password it is. We will send a link to the e-mail address of that account.',
    submit: 'Send the link',
    backToSignIn: 'Back to the sign-in',
    problems: {
      blank: 'Enter your username or e-mail address.',
      'too many requests': 'A link was asked for too often. Wait half an hour, then try again.',
    },
  },
  sent: {
    title: 'Look into your mail',
    onItsWay: 'If there is an account with that name or address, a link is on its way to its e-mail address.',
    onceWithin: 'The link works once, within the next two hours. Your old password keeps working until you use it.',
    nothingCame: 'Nothing came after some minutes? Look among the unwanted mail, and check what you typed.',
    askAgain: 'Ask once more',
  },
  choose: {
    title: 'Choose a new password',
    forAccount: (handle: Markup): Markup => html`It will be the password of ${handle}.`,
    whatEnds: 'Every browser and every app that is signed in to this account will be signed out.',
    password: 'New password',
    submit: 'Set the password',
  },
  badLink: {
    title: 'This link does not work',
    happened:
      'A link works once, for two hours, and only the password that was set last counts. This one was used, is too old, or was not copied as a whole.',
    askAgain: 'Ask for a new link',
  },
  done: {
    title: 'Your new password is set',
    happened: 'All browsers and apps were signed out.',
    next: 'Sign in with the new password. If you have a second factor, it is asked for as before.',
  },
};
