import type { SecurityEvent } from '../flows/ports.ts';

/** What an event tells the operator. */
export interface EventNote {
  /** What happened. */
  readonly means: string;
  /** What to do about it; absent where there is nothing to do. */
  readonly todo?: string;
}

/** The members of an event, whichever it is. */
type Members<Event> = Event extends unknown ? Exclude<keyof Event, 'event'> : never;

/** What the members of events hold. Without an entry, a new one does not compile. */
export const eventFields: { readonly [Field in Members<SecurityEvent>]: string } = {
  accountId: 'the account that it is about; absent where nobody is known',
  actorId: 'the account of the staff who did it; absent for the operator',
  address: "the client's address, by TRUSTED_PROXIES; absent where nobody sent a request",
  appId: 'the app; absent where none is part of it',
  asked: 'whether the person saw the consent page, or had allowed the same before',
  count: 'how many ended',
  endpoint: 'the path of the endpoint',
  error: 'the code of OAuth that was answered',
  factor: '`totp`, `passkey` or `recovery code`',
  from: 'the role before',
  grantId: 'the sign-in of the app',
  grants: 'how many sign-ins of apps ended',
  grantType: 'how the token was asked for',
  inviteId: 'the invite',
  knownBrowser: 'whether this browser signed in to the account before',
  limitId: 'the limit that was reached, as `limits list` shows it',
  on: 'whether it was switched on',
  reason: 'why',
  rule: 'the name of the limit',
  scopes: 'what was allowed',
  sessions: 'how many browsers were signed out',
  to: 'the role after',
  tokenId: 'the token; its secret is known to nobody',
  userAgent: 'what the browser calls itself',
};

/** What each event means, for the reference of the log. Whoever adds an event writes here: without a note this does not compile. */
export const eventNotes: { readonly [Name in SecurityEvent['event']]: EventNote } = {
  'app registered': { means: 'An app registered itself, or the operator did.' },
  'registration refused': { means: 'A policy of the host refused an app.' },
  'app deleted': { means: 'An app ended, with every token that it had.' },
  'signed in': { means: 'A browser is signed in; all steps that were demanded were passed.' },
  'sign-in failed': {
    means: 'A password was wrong, or nobody has that name.',
    todo: 'Many for one account, or from one address, are somebody who guesses; the limits slow them. Block the address at the proxy, and tell the owner of the account.',
  },
  'signed out': { means: 'A browser was signed out by whoever sat at it.' },
  'second step asked': { means: 'A password was right, and a second factor is demanded before anybody is signed in.' },
  'second factor used': { means: 'The second factor was right.' },
  'second factor failed': {
    means: 'The second factor was wrong, after a right password.',
    todo: 'Several in a row: somebody else has the password. Tell the owner to change it, or run `account reset-password`.',
  },
  'second factor added': { means: 'An account has one more factor.' },
  'second factor removed': {
    means: 'An account has one factor less.',
    todo: 'Nothing, unless its owner did not do it: then run `account reset-password` and look at the audit log.',
  },
  'recovery codes made': { means: 'New recovery codes replaced the old ones.' },
  'identity confirmed': { means: 'Somebody who was signed in proved anew who they are.' },
  'signed up': { means: 'Somebody asked for an account.' },
  'confirmation asked for': { means: 'The mail with the link was asked for again, or for another address.' },
  'email confirmed': { means: 'The owner of the address opened the link.' },
  'invite made': { means: 'A link by which people may sign up was made.' },
  'invite ended': { means: 'Such a link was ended before its time.' },
  'password changed': { means: 'The owner chose a new password; all other sessions and all access of apps ended.' },
  'password reset': { means: 'A new password was chosen through a mailed link; everything that was signed in ended.' },
  'password reset requested': {
    means: 'The form for a new password was sent.',
    todo: 'Many from one address: somebody tries names. The form tells nobody whether they exist.',
  },
  'email change requested': { means: 'The owner named a new address, which gets a mail first.' },
  'email change called off': { means: 'The change was taken back before the link was opened.' },
  'email changed': { means: 'The new address was confirmed and is the address now.' },
  'profile changed': { means: 'What everybody sees of an account changed.' },
  'sessions ended': { means: 'The owner signed out other browsers.' },
  'personal token made': { means: 'The owner made a token for programs of their own.' },
  'personal token revoked': { means: 'The owner ended such a token.' },
  'password grant switched': { means: 'The owner decided whether apps may sign in with the password.' },
  'export made': { means: 'The owner took a copy of everything that is kept about them.' },
  'account deleted': { means: 'The owner deleted the account.' },
  authorized: { means: 'A person let an app in.' },
  denied: { means: 'A person did not let an app in.' },
  'authorization refused': { means: 'A policy of the host refused what the person was about to allow.' },
  'grants revoked': { means: 'A person, or whoever acted for them, ended the access of apps.' },
  'token issued': { means: 'An app got a token.' },
  'token refused': {
    means: 'An app that proved who it is got no token: a code that is not good, or a wrong password.',
    todo: 'Single ones are mistakes of apps. Many of the password grant are somebody who guesses.',
  },
  'token revoked': { means: 'One token ended, by its app or by the operator.' },
  'code replayed': {
    means: 'A code was used a second time, and what it had bought was ended: somebody else may have seen it.',
    todo: 'An app that does so each time is broken; tell its makers. Once, for one person: the code leaked on its way, by a history, a log or another app. They sign in again; find out how it leaked.',
  },
  'request refused': {
    means: 'An OAuth endpoint refused what an app sent.',
    todo: 'Nothing for a few. Many `invalid_client`: an app lost its secret, or somebody guesses secrets.',
  },
  'account approved': { means: 'Staff let a sign-up in.' },
  'account rejected': { means: 'Staff removed a sign-up.' },
  'account confirmed by staff': { means: 'Staff vouched for the address of an account.' },
  'account disabled': { means: 'Staff keeps an account from being used.' },
  'account enabled': { means: 'Staff took that back.' },
  'account suspended': { means: 'Staff keeps an account from being used and seen.' },
  'account unsuspended': { means: 'Staff took that back.' },
  'role changed': {
    means: 'An account may do more, or less.',
    todo: 'Know of every one to admin or owner. One that nobody meant: take it back by `account role`, and see in the audit log what was done with it.',
  },
  'second factors reset by staff': { means: 'The password alone is enough until the owner sets a factor up again.' },
  'password reset by staff': { means: 'Everything that was signed in to the account ended.' },
  'signed out everywhere by staff': { means: 'All sessions and all access of apps of an account ended.' },
  'limit lifted': { means: 'Staff, or the operator, let somebody begin anew who had reached a limit.' },
  'account deleted by staff': { means: 'What is personal in an account was erased.' },
};
