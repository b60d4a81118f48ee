import { html, type Markup } from '../../../markup.ts';
import { formatNumber, plural } from '../../../messages/intl.ts';

const days = (count: number) =>
  plural('en', count, { one: `${formatNumber('en', count)} day`, other: `${formatNumber('en', count)} days` });

export const settings = {
  nav: {
    label: 'Your account',
    profile: 'Profile',
    posting: 'Posting',
    account: 'Password and e-mail',
    secondFactors: 'Second factors',
    sessions: 'Signed-in browsers',
    apps: 'Authorized apps',
    tokens: 'Personal access tokens',
    bot: 'Bot access',
    invites: 'Invites',
    export: 'Export your data',
    delete: 'Delete the account',
    admin: 'Administration',
  },

  account: {
    title: 'Password and e-mail',
    notices: {
      'password changed': 'Your password is changed. Every other browser was signed out.',
      'email asked':
        'A link is on its way to the new address, if it can be used here. Open it to make the address count.',
      'email called off': 'Your address stays what it is.',
      'language changed': 'Your language is saved.',
    },
    password: {
      title: 'Password',
      introduction: 'Change it when somebody else may know it, or when you use it elsewhere too.',
      change: 'Change the password',
    },
    email: {
      title: 'E-mail address',
      current: (email: Markup): Markup => html`Mails about your account go to ${email}.`,
      waits: (email: Markup): Markup =>
        html`You want to change it to ${email}. It counts as soon as you open the link that was sent there.`,
      change: 'Change the address',
      sendAgain: 'Send another link',
      callOff: 'Keep the old address',
    },
    language: {
      title: 'Language',
      label: 'Language of pages and mails',
      browsers: 'The language of the browser',
      save: 'Save the language',
    },
  },

  changePassword: {
    title: 'Change your password',
    whatEnds: 'Every other browser will be signed out, and links to reset the password end.',
    emailChangeEnds: 'The change of your e-mail address that waits for its link ends too. You can ask for it again.',
    password: 'New password',
    endsApps: 'Sign out of all apps too',
    endsAppsHint: 'Do it when somebody else may have used your account. It also ends your personal access tokens.',
    submit: 'Change the password',
    cancel: 'Leave it as it is',
    problems: {
      overtaken:
        'Your password was changed elsewhere at the same moment. If that was not you, ask for a link to reset it.',
      'too many requests': 'The password was changed too often. Wait ten minutes, then try again.',
    },
  },

  changeEmail: {
    title: 'Change your e-mail address',
    introduction: (email: Markup): Markup =>
      html`Until you open the link that we send to the new address, everything stays with ${email}.`,
    email: 'New e-mail address',
    submit: 'Send the link',
    cancel: 'Leave it as it is',
    problems: {
      blank: 'Enter the new address.',
      invalid: 'This does not look like an e-mail address.',
      'too long': 'This address is too long.',
      unchanged: 'This is your address already.',
      'too many requests': 'Links were asked for too often. Wait half an hour, then try again.',
    },
  },

  confirmEmailChange: {
    title: 'Use this address?',
    question: (email: Markup, handle: Markup): Markup => html`Mails about the account ${handle} will go to ${email}.`,
    submit: 'Use this address',
    notYou: 'If you did not ask for this, close the page. Nothing will change.',
  },

  emailChange: {
    changed: { title: 'The new address counts', happened: 'The old address was told of it.' },
    'bad link': {
      title: 'This link does not work',
      happened: 'It was used, is older than a day, or another address was asked for later.',
    },
    taken: {
      title: 'This address cannot be used',
      happened: 'Another account of this server has it. Your address stays what it was.',
    },
    toSettings: 'To your account',
  },

  profile: {
    title: 'Profile',
    introduction: 'What others see of you.',
    saved: 'Your profile is saved.',
    problemsTitle: (count: number) =>
      plural('en', count, { one: 'One thing needs your attention', other: 'Some things need your attention' }),
    displayName: 'Display name',
    displayNameHint: 'At most 30 characters. Without one, your username is shown.',
    note: 'About you',
    noteHint: 'At most 500 characters.',
    fieldsTitle: 'Additional facts',
    fieldsHint: 'Up to four, such as a website or your pronouns. Empty ones are left out.',
    fieldName: (place: number) => `Label ${formatNumber('en', place)}`,
    fieldValue: (place: number) => `Content ${formatNumber('en', place)}`,
    privacyTitle: 'Who sees what',
    locked: 'Approve followers yourself',
    lockedHint: 'When you switch this off, everyone who waits is let in.',
    discoverable: 'Let others find you in suggestions and directories',
    indexable: 'Let others find your public posts by searching',
    hideCollections: 'Hide whom you follow and who follows you',
    bot: 'A program acts through this account',
    submit: 'Save the profile',
    seeIt: 'See your profile page',
    problems: {
      displayName: 'The display name is too long: at most 30 characters.',
      note: 'The text about you is too long: at most 500 characters.',
      fieldName: 'A label is too long, or missing beside a content: at most 255 characters.',
      fieldValue: 'A content is too long: at most 255 characters.',
    },
  },

  pictures: {
    title: 'Pictures',
    hint: 'PNG, JPEG, GIF or WebP, at most 8 MB. They are cut to fit, and nothing of the file is kept but what can be seen.',
    kinds: { avatar: 'Profile picture', header: 'Header' },
    choose: { avatar: 'Bring another profile picture', header: 'Bring another header' },
    description: { avatar: 'What the profile picture shows', header: 'What the header shows' },
    descriptionHint: 'For people who cannot see it; at most 150 characters.',
    remove: { avatar: 'Take this profile picture away', header: 'Take this header away' },
    submit: 'Save the pictures',
    problems: {
      'too large': 'This file is too large: at most 8 MB.',
      'no picture': 'This is not a PNG, JPEG, GIF or WebP picture.',
      damaged: 'This picture is damaged, or has more than 40 megapixels.',
      description: 'This text is too long: at most 150 characters.',
    },
  },

  posting: {
    title: 'Posting',
    introduction: 'What new posts are like where the app that you write them with says nothing else.',
    saved: 'Your choices are saved.',
    visibility: 'Who may read them',
    visibilities: {
      '': 'Everybody; followers only while you approve them yourself',
      public: 'Everybody',
      unlisted: 'Everybody, but not in public lists',
      private: 'Followers',
      direct: 'Only people who are named',
    },
    language: 'The language you write in',
    noLanguage: 'The language of your account',
    sensitive: 'Mark media as sensitive',
    showsApplication: 'Show others which app you post with',
    showsApplicationHint: 'You yourself always see it.',
    submit: 'Save the choices',
  },

  sessions: {
    title: 'Signed-in browsers',
    introduction: 'Is one of them not yours? End it, and change your password.',
    caption: 'Browsers that are signed in to your account',
    columns: { browser: 'Browser', lastUsed: 'Last used', signedIn: 'Signed in', address: 'Address', end: 'End' },
    unknownBrowser: 'Unknown browser',
    browserOn: (browser: string, system: string) => `${browser} on ${system}`,
    thisOne: 'This browser',
    end: (browser: string): Markup => html`End<span class="unseen"> ${browser}</span>`,
    othersTitle: 'All others at once',
    othersHint: 'Every browser but this one is signed out.',
    endOthers: 'Sign out everywhere else',
    notices: { one: 'That browser is signed out.', others: 'All other browsers are signed out.' },
  },

  tokens: {
    title: 'Personal access tokens',
    introduction: 'A token lets a program of your own use your account, without a password and without a browser.',
    warning:
      'Never give a token to anybody, whatever they say. Nobody who helps you needs one, and whoever has it can use your account as far as it reaches.',
    make: 'Make a token',
    made: (date: Markup): Markup => html`Made on ${date}`,
    lastUsed: (age: Markup): Markup => html`Last used ${age}`,
    ends: (date: Markup): Markup => html`Works until ${date}`,
    neverUsed: 'Never used',
    neverEnds: 'Works until you revoke it',
    ended: 'Ended',
    endsSoon: 'Ends soon',
    nameless: 'A token without a name',
    empty: 'You have no personal access tokens.',
    revoke: (name: Markup): Markup => html`Revoke<span class="unseen"> ${name}</span>`,
    revoked: 'The token is revoked. It stopped working at once.',
  },

  newToken: {
    title: 'Make a personal access token',
    introduction: 'Allow as little as the program needs. You can revoke the token at any time.',
    problemsTitle: (count: number) =>
      plural('en', count, { one: 'One thing needs your attention', other: 'Some things need your attention' }),
    name: 'Name',
    nameHint: 'What it is for, such as the name of the program. Only you see it.',
    scopesTitle: 'What it may do',
    scopesHint: 'A wide permission includes the single ones below.',
    single: 'Single permissions',
    expiry: 'How long it works',
    days,
    never: 'Until I revoke it',
    neverHint:
      'A token that never ends works for whoever finds it years from now. Choose it only if nothing else will do.',
    submit: 'Make the token',
    cancel: 'Make none',
    problems: {
      'name blank': 'Give the token a name.',
      'name too long': 'The name is too long: at most 60 characters.',
      'scopes none': 'Choose at least one permission.',
      'scopes not yours': 'One of the permissions is not yours to give.',
      'expiry missing': 'Choose how long the token works.',
      'too many': 'You have as many tokens as an account may have. Revoke one that you do not need.',
    },
  },

  tokenMade: {
    title: 'Your new token',
    shownOnce: 'Copy it now. It is shown this once and never again.',
    token: 'Access token',
    usage: 'The program sends it as “Authorization: Bearer” and the token.',
    done: 'I have copied it',
  },

  bot: {
    title: 'Bot access',
    introduction:
      'Programs without a browser, such as bots, can sign in with your username and password if you allow it.',
    warning:
      'Allow it only for an account that is a bot. A program that knows your password can do everything that you can do. For your own account, a personal access token is the better way.',
    isOn: 'Programs may sign in to this account with its password.',
    isOff: 'Programs may not sign in to this account with its password.',
    consider: 'Allow it …',
    allowTitle: 'Allow bot access?',
    switchOn: 'Allow it',
    leave: 'Leave it as it is',
    switchOff: 'Forbid it',
    secondFactor:
      'Your account has a second factor, which a program without a browser cannot give. Remove the second factor first, or use a personal access token.',
    off: 'The people who run this server have switched this way of signing in off.',
    toTokens: 'Personal access tokens',
    notices: {
      on: 'Programs may now sign in with the password.',
      off: 'Programs may no longer sign in with the password.',
    },
  },

  export: {
    title: 'Export your data',
    introduction: 'One file with everything that this server keeps about you.',
    contents:
      'Your profile, pictures and settings, what you posted and what you were told of, your signed-in browsers, the apps and tokens that may use your account, whom you follow and who follows you, your invites, and what the server noted about your account.',
    without: 'Passwords, tokens and keys are not in it: the server does not have them in readable form.',
    download: 'Download the file (JSON)',
  },

  delete: {
    title: 'Delete the account',
    introduction: 'This cannot be undone.',
    consequences: {
      erased: 'Your profile, your follows and everything else that is personal is erased.',
      signedOut: 'Every browser and every app is signed out at once.',
      nameStays: 'Your username is never given to anybody again, not even to you.',
    },
    unusedName: 'Your account was never in use, so that your username becomes free again.',
    exportFirst: 'You may want to export your data first.',
    username: (username: Markup): Markup => html`To confirm, type your username: ${username}`,
    submit: 'Delete my account for ever',
    problem: 'That is not your username.',
    onlyOwner:
      'You are the only owner of this server, so your account cannot be deleted. Make somebody else an owner first.',
    goneTitle: 'Your account is deleted',
    gone: 'Everything personal is erased, and nobody is signed in any more. We sent a last mail to say so.',
    farewell: 'Thank you for having been here.',
  },
};
