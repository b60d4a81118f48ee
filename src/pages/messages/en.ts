import type { ErrorKind } from '../error.ts';
import { html, type Markup } from '../markup.ts';
import type { PermissionTopic, Risk, ScopeWithWords } from '../permissions.ts';
import { formatNumber, plural } from './intl.ts';

/** Words for each scope of this server; a host may have scopes of its own. */
type ScopeWords = Readonly<Record<ScopeWithWords, string>> & { readonly [own: string]: string };

/** Everything that pages say, in English: the source that the other languages are measured against. */
export const en = {
  lang: 'en',
  /** Tag for numbers and dates, where it must say more than `lang`. */
  locale: 'en',
  dir: 'ltr' as 'ltr' | 'rtl',

  common: {
    signIn: 'Sign in',
    signOut: 'Sign out',
    switchAccount: 'Switch account',
    yourAccount: 'Your account',
    authorizedApps: 'Authorized apps',
    backToStart: 'Go to the start page',
    signedInAs: (handle: Markup): Markup => html`Signed in as ${handle}`,
    namelessApp: 'An app without a name',
    namelessPerson: 'Someone without a name',
    problemTitle: (title: string) => `Problem: ${title}`,
    madeWith: 'Mastodoor',
    pages: 'Pages of the list',
    previousPage: 'Previous page',
    nextPage: 'Next page',
    skipToContent: 'Skip to the content',
  },

  signIn: {
    title: 'Sign in',
    appWaits: (app: Markup): Markup =>
      html`${app} asked for access to your account. Once you are signed in, you will see what it wants and decide.`,
    passwordStaysHere: 'Your password stays with this server. No app ever sees it.',
    confirmItsYou: (app: Markup): Markup =>
      html`${app} asks you to confirm that it’s you. You can also sign in with another account here.`,
    confirmItsYouWithoutApp: 'Please confirm that it’s you. You can also sign in with another account here.',
    staySignedIn: (handle: Markup): Markup => html`You stay signed in as ${handle}, and can switch at any time.`,
    login: 'Username or e-mail',
    password: 'Password',
    waysOut: {
      signUp: 'Make an account',
      resetPassword: 'Forgot your password?',
      confirmation: 'No confirmation mail?',
    },
    problems: {
      wrongCredentials: 'That username or e-mail and password don’t go together. Check both and try again.',
      tooManyAttempts: (minutes: number | undefined) =>
        minutes === undefined
          ? 'There were too many attempts. Please wait a while before you try again.'
          : `There were too many attempts. Please try again in ${plural('en', minutes, {
              one: `${formatNumber('en', minutes)} minute`,
              other: `${formatNumber('en', minutes)} minutes`,
            })}.`,
      busy: 'Too many people are signing in right now, so your password was not looked at. Please try again in a few seconds.',
      expiredForm: 'This page was open for too long, so nothing was sent. Please sign in again.',
      sessionEnded: 'That account is no longer signed in here. Please sign in with it again.',
    },
  },

  consent: {
    title: 'Authorization required',
    question: (app: Markup): Markup => html`${app} is at the door and asks to use your account.`,
    app: 'The app',
    account: 'Your account',
    useAnotherAccount: 'Use another account',
    noWebsite: 'No website given',
    registered: (age: string) => `Registered here ${age}`,
    newApp: 'New to this server. Only go on if you are signing in to it right now.',
    permissions: 'If you authorize it, this app can',
    letInBefore: (date: Markup): Markup => html`You let this app in before, last on ${date}.`,
    nothingNew: 'It asks for nothing that it cannot do already.',
    freshPermissions: 'New: if you authorize it, this app can also',
    knownPermissions: 'What it can do already',
    choose: 'Choose what to allow',
    chooseWarning:
      'Some apps refuse to work when they get less than they asked for. If that happens, sign in to the app again and allow more.',
    chooseLegend: 'Allow this app to',
    chooseParts: 'Only parts of it',
    partsLastTime: (ticked: number, all: number) =>
      `Only parts of it: last time ${formatNumber('en', ticked)} of ${formatNumber('en', all)}`,
    leftOutLastTime: 'Last time you left something out. It stays left out unless you tick it.',
    nothingChosen: 'Nothing is ticked. Tick what the app may do, or deny the request.',
    never: 'It can never',
    neverPassword: 'see or change your password',
    neverSignIn: 'sign in to this website as you',
    next: 'What happens next',
    destinations: {
      web: (host: Markup): Markup => html`You will be sent to the website ${host}.`,
      loopback: (host: Markup): Markup => html`You will be sent to a program on this computer (${host}).`,
      scheme: (scheme: Markup): Markup => html`You will be sent to an app on this device (${scheme}).`,
      code: 'You will get a code to copy into the app.',
    },
    webNote: 'Anyone can give an app any name. This address is what counts.',
    loopbackNote: 'Only go on if you just started that program yourself.',
    schemeNote: 'Several apps can share such an address. Only go on if you started this in the app yourself.',
    codeNote: 'Paste it only into the app that you are signing in to. Never give it to a person.',
    httpWarning: (host: Markup): Markup =>
      html`The connection to ${host} is not encrypted. Others on the way could read the answer and use your account.`,
    takeBack: 'You can take this access back at any time under “Authorized apps”.',
    authorize: 'Authorize',
    deny: 'Deny',
  },

  permissions: {
    topics: {
      everything: 'Your whole account',
      profile: 'Your profile',
      posts: 'Posts',
      people: 'People',
      notices: 'Notifications and conversations',
      server: 'Running this server',
      other: 'Something else',
    } satisfies Record<PermissionTopic, string>,
    risks: {
      'sees private posts': 'Sees private posts',
      'speaks for you': 'Acts in your name',
      deletes: 'Can delete',
      'changes whom you follow': 'Changes whom you follow',
      'changes your profile': 'Changes your profile',
      'rules the server': 'Power over the whole server',
      unknown: 'Unknown to this server',
    } satisfies Record<Risk, string>,
    unknown: (scope: Markup): Markup => html`do something that this server has no words for: ${scope}`,
    scopes: {
      read: 'see everything that you can see: posts and private messages, timelines, notifications, lists, bookmarks, and whom you follow, mute and block',
      profile: 'see who you are: your name, picture and profile',
      write:
        'do everything that you can do: write, edit and delete posts, boost and favourite, follow and block, change your profile, lists and filters',
      'write:accounts': 'change your profile',
      'write:blocks': 'block and unblock people and servers',
      'write:bookmarks': 'add and remove bookmarks',
      'write:collections': 'make, change and delete your collections',
      'write:conversations': 'mark conversations as read and remove them',
      'write:favourites': 'add and remove favourites',
      'write:filters': 'make, change and delete your filters',
      'write:follows': 'follow and unfollow, remove followers, answer follow requests',
      'write:lists': 'make, change and delete your lists',
      'write:media': 'upload pictures, videos and sounds',
      'write:mutes': 'mute and unmute people and conversations',
      'write:notifications': 'clear your notifications and change which ones you get',
      'write:reports': 'report people and posts to the moderators',
      'write:statuses': 'write, edit, boost and delete posts, and vote in polls',
      'read:accounts': 'see profiles, followers and your settings',
      'read:blocks': 'see whom you block',
      'read:bookmarks': 'see your bookmarks',
      'read:collections': 'see collections',
      'read:favourites': 'see your favourites',
      'read:filters': 'see your filters',
      'read:follows': 'see whom you follow and who asks to follow you',
      'read:lists': 'see your lists and who is on them',
      'read:mutes': 'see whom you mute',
      'read:notifications': 'see your notifications',
      'read:search': 'search as you',
      'read:statuses': 'see posts and timelines, your private messages included',
      follow: 'see and change whom you follow, mute and block',
      push: 'send notifications to your device',
      'admin:read':
        'see everything that moderators see: all accounts with their e-mail and IP addresses, reports, blocks',
      'admin:read:accounts': 'see all accounts with their e-mail and IP addresses',
      'admin:read:reports': 'see all reports',
      'admin:read:domain_allows': 'see which servers are allowed',
      'admin:read:domain_blocks': 'see which servers are blocked',
      'admin:read:ip_blocks': 'see which IP addresses are blocked',
      'admin:read:email_domain_blocks': 'see which e-mail providers are blocked',
      'admin:read:canonical_email_blocks': 'see which e-mail addresses are blocked',
      'admin:write': 'do everything that moderators do: suspend and delete accounts, close reports, block servers',
      'admin:write:accounts': 'suspend, limit, approve and delete any account',
      'admin:write:reports': 'take on and close reports',
      'admin:write:domain_allows': 'change which servers are allowed',
      'admin:write:domain_blocks': 'change which servers are blocked',
      'admin:write:ip_blocks': 'change which IP addresses are blocked',
      'admin:write:email_domain_blocks': 'change which e-mail providers are blocked',
      'admin:write:canonical_email_blocks': 'change which e-mail addresses are blocked',
    } satisfies Record<ScopeWithWords, string> as ScopeWords,
  },

  code: {
    title: 'Your authorization code',
    copyIt: (app: Markup): Markup => html`Copy this authorization code and paste it to the application: ${app}.`,
    code: 'Authorization code',
    validFor: (minutes: number) =>
      plural('en', minutes, {
        one: `It works once, within the next ${formatNumber('en', minutes)} minute.`,
        other: `It works once, within the next ${formatNumber('en', minutes)} minutes.`,
      }),
    tellNobody: 'Whoever has this code can use your account. Don’t give it to anyone who asks you for it.',
  },

  denied: {
    title: 'Access denied',
    nothingShared: (app: Markup): Markup => html`The door stayed closed: ${app} got no access to your account.`,
    whatNow: 'You can close this page. If you change your mind, start again in the app.',
  },

  authorizedApps: {
    title: 'Authorized apps',
    introduction: 'These apps can use your account. You can take access back at any time; it ends at once.',
    empty: 'No app can use your account.',
    emptyHint: 'When you sign in to an app with this account, it will show up here.',
    notices: {
      revokedOne: 'Done. That access has ended.',
      revokedAll: 'Done. No app can use your account any more.',
    },
    since: (date: Markup): Markup => html`Since ${date}`,
    lastUsed: (age: Markup): Markup => html`Last used ${age}`,
    neverUsed: 'Never used',
    whatItCanDo: 'What it can do',
    signIns: (count: number) =>
      plural('en', count, {
        one: `${formatNumber('en', count)} sign-in`,
        other: `${formatNumber('en', count)} sign-ins`,
      }),
    places: {
      web: (host: Markup): Markup => html`website ${host}`,
      loopback: (host: Markup): Markup => html`program on a computer (${host})`,
      scheme: (scheme: Markup): Markup => html`app on a device (${scheme})`,
      code: 'with a copied code',
    },
    signInOf: (date: Markup): Markup => html`Signed in on ${date}`,
    revokeApp: (app: Markup): Markup => html`Revoke access<span class="unseen"> of ${app}</span>`,
    revokeSignIn: (date: Markup): Markup => html`End<span class="unseen"> the sign-in of ${date}</span>`,
    revokeEverything: 'Sign out of all apps',
    everythingTitle: 'All at once',
    everythingHint: 'Every app loses its access and you have to sign in again in each of them.',
    tokensToo: (count: number) =>
      plural('en', count, {
        one: 'Your personal access token ends too.',
        other: `Your ${formatNumber('en', count)} personal access tokens end too.`,
      }),
  },

  signedOut: {
    title: 'You are signed out',
    explanation: 'The door is closed. Apps that you authorized keep working until you revoke them.',
    signInAgain: 'Sign in again',
  },

  accounts: {
    title: 'Accounts in this browser',
    introduction: 'You are signed in with these accounts, and switch between them without a password.',
    alone: 'No other account is signed in here.',
    inUse: 'In use now',
    switchTo: 'Switch to',
    continueAs: 'Go on as',
    another: 'Sign in with another account',
  },

  signOut: {
    title: 'Sign out?',
    explanation: 'You will be signed out in this browser. Apps that you authorized keep working.',
    stay: 'Stay signed in',
    othersStay: 'Your other accounts in this browser stay signed in.',
    everyone: 'Sign out of all accounts here',
  },

  setUp: {
    title: 'Set up this server',
    introduction: 'Welcome! Make your account. It will be the owner of this server.',
    username: 'Username',
    usernameHint: 'Letters, digits and underscores. It becomes part of your address and cannot be changed.',
    email: 'E-mail address',
    displayName: 'Display name (optional)',
    displayNameHint: 'The name that people see. You can change it later.',
    password: 'Password',
    passwordHint: 'The longer, the better: a few unrelated words make a good one.',
    submit: 'Create account',
    problemsTitle: (count: number) =>
      plural('en', count, { one: 'One thing needs your attention', other: 'Some things need your attention' }),
    problems: {
      username: {
        blank: 'Enter a username.',
        invalid: 'Use only letters, digits and underscores for the username.',
        'too short': 'The username is too short.',
        'too long': 'The username is too long.',
        taken: 'This username is taken.',
        reserved: 'This username is reserved. Choose another one.',
      },
      email: {
        blank: 'Enter your e-mail address.',
        invalid: 'This does not look like an e-mail address.',
        'too short': 'This e-mail address is too short.',
        'too long': 'This e-mail address is too long.',
        taken: 'There is an account with this e-mail address already.',
        reserved: 'This e-mail address cannot be used here.',
      },
      password: {
        blank: 'Choose a password.',
        invalid: 'This password cannot be used.',
        'too short': 'The password is too short.',
        'too long': 'The password is too long.',
        taken: 'This password cannot be used.',
        reserved: 'This password cannot be used.',
        common: 'This password is known to everybody who guesses passwords. Choose another one.',
        personal: 'This password is easy to guess for whoever knows your name or address. Leave those out.',
        guessable: 'This password is too easy to guess. A few more words, unrelated ones, make it a good one.',
      },
    },
  },

  errors: {
    kinds: {
      'bad authorization request': {
        title: 'The app asked in a way that cannot be answered',
        happened: 'The request that brought you here is incomplete or wrong. That is the app’s mistake, not yours.',
        advice: 'Go back to the app and try again. If it happens again, tell the app’s developer.',
      },
      'unknown app': {
        title: 'This app is not known here',
        happened: 'The app introduced itself with an identity that this server does not know, or no longer knows.',
        advice: 'Remove this server from the app and add it again, so that the app registers anew.',
      },
      'bad redirect uri': {
        title: 'The app wants to send you to an address it never named',
        happened: 'To protect you, this server sends you only to addresses that the app registered before.',
        advice: 'Do not go on if a message or a stranger sent you here. Otherwise tell the app’s developer.',
      },
      'bad scope': {
        title: 'The app asks for more than it may',
        happened: 'It wants permissions that it did not register, or that do not exist.',
        advice: 'Go back to the app and try again, or sign in anew. If it happens again, tell the app’s developer.',
      },
      'refused by policy': {
        title: 'This is not allowed here',
        happened: 'The rules of this server do not let you use this app in this way. Nothing was shared.',
        advice: 'If you think that is a mistake, write to the people who run this server.',
      },
      'expired form': {
        title: 'This form has expired',
        happened: 'The page was open for too long, or you signed in or out elsewhere meanwhile. Nothing was done.',
        advice: 'Go back, load the page again and send it once more.',
      },
      'request expired': {
        title: 'The app’s request has expired',
        happened: 'It waited too long for your answer. Nothing was shared.',
        advice: 'Go back to the app and start again.',
      },
      'already answered': {
        title: 'You have already answered',
        happened: 'This request was answered before, perhaps in another tab. Every request is answered only once.',
        advice: 'If the app still waits, start again there.',
      },
      'other browser': {
        title: 'This request began in another browser',
        happened: 'For your safety, only the browser in which a request began can answer it.',
        advice: 'Start again in the app, and use the browser that opens.',
      },
      'not found': {
        title: 'There is nothing here',
        happened: 'This page does not exist, or not any more.',
        advice: 'Check the address, or go to the start page.',
      },
      'too many requests': {
        title: 'One moment, please',
        happened: 'Too many requests came from you or from your network.',
        advice: 'Wait a few minutes, then try again.',
      },
      'bad request': {
        title: 'This request could not be read',
        happened: 'Something about it is incomplete or malformed.',
        advice: 'Go back and try again.',
      },
      'too large': {
        title: 'That is too much',
        happened: 'What was sent is larger than this server accepts.',
        advice: 'Go back and send less.',
      },
      unavailable: {
        title: 'Back in a moment',
        happened: 'The server cannot answer right now.',
        advice: 'Try again in a minute. If you sent something, look first whether it arrived.',
      },
      broken: {
        title: 'Something broke on our side',
        happened: 'The server made a mistake. It was recorded, and you did nothing wrong.',
        advice: 'Try again later. If it happens again, tell the people who run this server the number below.',
      },
    } satisfies Record<ErrorKind, { title: string; happened: string; advice: string }>,
    status: (status: number) => `Error ${status}`,
    policyReason: 'Why not',
    forDevelopers: 'For the app’s developer',
    returnToApp: (app: Markup): Markup => html`Back to ${app}`,
    incident: (id: Markup): Markup => html`Incident ${id}`,
  },

  accountStates: {
    goOn: {
      unconfirmed: 'Send the message again',
      pending: 'See how it stands',
    },
    unconfirmed: {
      title: 'Confirm your e-mail address first',
      happened: 'We sent you a message with a link when the account was made.',
      advice: 'Open that link, then come back. If there is no message, look among the unwanted mail.',
    },
    pending: {
      title: 'Your account waits for approval',
      happened: 'The people who run this server look at every new account themselves.',
      advice: 'You will get a message as soon as they have decided. Apps cannot be used before.',
    },
    disabled: {
      title: 'This account is disabled',
      happened: 'The people who run this server have switched it off, so no app can use it.',
      advice: 'If you think that is a mistake, write to them.',
    },
    suspended: {
      title: 'This account is suspended',
      happened: 'The people who run this server have suspended it, so no app can use it.',
      advice: 'If you think that is a mistake, write to them.',
    },
  },

  home: {
    title: 'Welcome',
    whatItIs: 'This is where your account lives and where you decide which apps may use it.',
    signInHint: 'To see and end the access that apps have.',
    appsHint: 'See which apps can use your account, and end what you no longer need.',
    forDevelopers: 'For developers',
    metadata: (link: Markup): Markup =>
      html`This server speaks OAuth 2.0 and the Mastodon API. Its endpoints and scopes are listed in its ${link}.`,
    metadataLink: 'authorization server metadata',
    version: (version: string) => `Version ${version}`,
  },

  profile: {
    followers: (count: number) =>
      plural('en', count, {
        one: `${formatNumber('en', count)} follower`,
        other: `${formatNumber('en', count)} followers`,
      }),
    following: (count: number) => `${formatNumber('en', count)} following`,
    joined: (date: Markup): Markup => html`Joined ${date}`,
    bot: 'Automated account',
    locked: 'Approves followers',
  },
};
