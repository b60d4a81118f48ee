import { DAY, HOUR, MINUTE } from '../protocol/lifetimes.ts';
import { type AccountStateView, accountStatePage } from './account-state.ts';
import { type AccountsView, accountsPage } from './accounts.ts';
import {
  type AuthorizedApp,
  type AuthorizedApplicationsView,
  authorizedApplicationsPage,
} from './authorized-applications.ts';
import type { Brand } from './brand.ts';
import { type CodeView, codePage } from './code.ts';
import { type DeniedView, deniedPage } from './denied.ts';
import { type ErrorView, errorKinds, errorPage } from './error.ts';
import { consentFixtures } from './fixtures/consent.ts';
import { partFixtures } from './fixtures/parts.ts';
import {
  alice as account,
  authorization,
  iceCubes,
  longHost,
  longName,
  now,
  otherAccounts,
  toot,
} from './fixtures/samples.ts';
import { type Fixture, states } from './fixtures/states.ts';
import { type HomeView, homePage } from './home.ts';
import type { Frame } from './layout.ts';
import type { Markup } from './markup.ts';
import { en } from './messages/en.ts';
import type { Messages } from './messages/messages.ts';
import { type ProfileView, profilePage } from './profile.ts';
import { type SetUpView, setUpPage } from './set-up.ts';
import { type SignInView, signInPage } from './sign-in.ts';
import { type SignOutView, signOutPage } from './sign-out.ts';
import { signedOutPage } from './signed-out.ts';
import { adminFixtures } from './site/fixtures/admin.ts';
import { auditFixtures } from './site/fixtures/audit.ts';
import { demoFixtures } from './site/fixtures/demo.ts';
import { passwordFixtures } from './site/fixtures/password.ts';
import { secondFactorsFixtures } from './site/fixtures/second-factors.ts';
import { secondStepFixtures } from './site/fixtures/second-step.ts';
import { settingsFixtures } from './site/fixtures/settings.ts';
import { signUpFixtures } from './site/fixtures/sign-up.ts';
import { statusesFixtures } from './site/fixtures/statuses.ts';

/** The surroundings of every sample page. */
export function sampleFrame(messages: Messages = en, changes: Partial<Frame> = {}): Frame {
  return {
    messages,
    brand: { name: 'social.example', accountUrl: '/settings/profile' },
    path: (path) => path,
    stylesheetPath: '/assets/mastodoor-sample.css',
    home: '/',
    signInUrl: '/auth/sign_in',
    signOutUrl: '/auth/sign_out',
    signedInAs: account,
    csrfToken: 'csrf-token-of-this-browser',
    now,
    ...changes,
  };
}

/**
 * A brand that changes all that a brand can change. The logo is drawn here because the tests and pictures load nothing;
 * in real life it is the address of a file.
 */
export const sampleBrand: Brand = {
  name: 'Kaffeeklatsch',
  logo: { url: cup('#7a2e0e'), darkUrl: cup('#f0b48c') },
  homeUrl: 'https://kaffeeklatsch.example/',
  colours: {
    light: {
      wall: '#efe3d6',
      casing: '#f8f1e9',
      line: '#ccb59e',
      inside: '#fffdfa',
      floor: '#dcc9b5',
      ink: '#2a1a10',
      soft: '#6b5443',
      door: '#7a2e0e',
      tusk: '#b79f8a',
      well: '#f6efe7',
    },
    dark: {
      wall: '#17110d',
      casing: '#241b15',
      line: '#46362b',
      inside: '#1f1712',
      floor: '#0f0b08',
      ink: '#f2e8e0',
      soft: '#c0ac9d',
      door: '#f0b48c',
      leaf: '#8a4420',
      tusk: '#8b7565',
      well: '#2a201a',
    },
  },
  css: '.brand { letter-spacing: .02em; }\n.button { border-radius: 2rem; }',
};

/** A brand whose logo is its name, and that changes nothing else. */
export const sampleWordmark: Brand = {
  name: 'Tea Type',
  logo: { url: wordmark('#15231f'), darkUrl: wordmark('#e8eeea'), wordmark: true, width: 370, height: 64 },
};

function wordmark(colour: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 370 64" width="370" height="64"><path fill="${colour}" d="M8 14h40v8H33v34h-10V22H8zm52 0h36v8H70v9h24v8H70v9h26v8H60zm42 42 16-42h12l16 42h-11l-4-10h-16l-4 10zm15-18h10l-5-14zm61-24h44v8h-17v34h-10V22h-17zm56 0h13l12 18 12-18h13l-20 28v14h-10V42zm66 0h24a13 13 0 0 1 0 27h-14v15h-10zm10 8v11h13a5.500 5.500 0 0 0 0-11zm46-8h36v8h-26v9h24v8h-24v9h26v8h-36z"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function cup(colour: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="none" stroke="${colour}" stroke-width="3" d="M22 14h3a4 4 0 0 1 0 9h-3M10 4v4m6-4v4"/><path fill="${colour}" d="M5 11h18v11a6 6 0 0 1-6 6h-6a6 6 0 0 1-6-6z"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const apps: readonly AuthorizedApp[] = [
  {
    ...iceCubes,
    appId: '1001',
    scopes: ['read', 'write', 'follow', 'push'],
    signIns: [
      {
        grantId: '7001',
        scopes: ['read', 'write', 'follow', 'push'],
        createdAt: now - 790 * DAY,
        lastUsedAt: now - 3 * HOUR,
        destination: { kind: 'scheme', scheme: 'icecubesapp' },
      },
      {
        grantId: '7002',
        scopes: ['read', 'push'],
        createdAt: now - 45 * DAY,
        lastUsedAt: now - 12 * DAY,
        destination: { kind: 'scheme', scheme: 'icecubesapp' },
      },
    ],
  },
  {
    appId: '1002',
    name: 'Elk',
    websiteHost: 'elk.zone',
    websiteUrl: 'https://elk.zone',
    scopes: ['read', 'write', 'follow', 'push'],
    signIns: [
      {
        grantId: '7003',
        scopes: ['read', 'write', 'follow', 'push'],
        createdAt: now - 400 * DAY,
        lastUsedAt: now - DAY,
        destination: { kind: 'https', host: 'elk.zone' },
      },
    ],
  },
  {
    ...toot,
    appId: '1003',
    scopes: ['read:statuses', 'write:statuses'],
    signIns: [
      {
        grantId: '7004',
        scopes: ['read:statuses', 'write:statuses'],
        createdAt: now - 2 * DAY,
        destination: { kind: 'code' },
      },
    ],
  },
];

/** Every page in every state that looks different. The state without a name is the plain one. */
export const libraryFixtures: readonly Fixture[] = [
  ...states<HomeView>('home', homeOfReader, {
    '': { description: '', signedIn: true, version: '0.1.0' },
    'signed-out': {
      description: 'A small server for people who like tea, trains and typography.',
      signedIn: false,
      version: '0.1.0',
    },
    'open-to-all': { description: '', signedIn: false, signUpUrl: '/auth/sign_up', version: '0.1.0' },
  }),
  ...states<SignInView>(
    'sign-in',
    signInPage,
    {
      '': {},
      'for-app': { authorization, app: iceCubes },
      'force-login': { authorization, app: iceCubes, reason: 'force login' },
      'wrong-credentials': { login: 'alice', problem: 'wrong credentials' },
      'too-many-attempts': { login: 'alice', problem: 'too many attempts', retryAfterMinutes: 5 },
      busy: { login: 'alice', problem: 'busy' },
      'expired-form': { problem: 'expired form' },
      'already-here': { authorization, app: iceCubes, signedInAccounts: otherAccounts },
      'another-account': { authorization, app: iceCubes, reason: 'another account' },
      'session-ended': { problem: 'session ended', signedInAccounts: otherAccounts.slice(0, 1) },
      'with-ways-out': {
        links: { signUp: '/auth/sign_up', resetPassword: '/auth/password/new', confirmation: '/mail' },
      },
    },
    { ownTexts: ['links'] },
  ),
  ...states<AccountsView>('accounts', accountsPage, {
    '': { inUse: account, others: otherAccounts, useAnotherAccountUrl: '/auth/sign_in?another=1' },
    alone: { inUse: account, others: [], useAnotherAccountUrl: '/auth/sign_in?another=1' },
  }),
  ...consentFixtures,
  ...states<CodeView>('code', codePage, {
    '': { code: 'Zq3vX9bR-7tYk2mN_pL5wS8dF1gH4jC6aE0uI3oTxVc', appName: toot.name, validForMinutes: 10 },
  }),
  ...states<DeniedView>('denied', deniedPage, { '': { appName: toot.name } }),
  ...states<AuthorizedApplicationsView>('authorized-applications', authorizedApplicationsPage, {
    '': { apps },
    'revoked-one': {
      apps: [
        ...apps.slice(1),
        {
          appId: '1004',
          name: longName,
          websiteHost: longHost,
          scopes: ['read'],
          signIns: [
            {
              grantId: '7005',
              scopes: ['read'],
              createdAt: now - DAY,
              destination: { kind: 'https', host: longHost },
            },
          ],
        },
      ],
      notice: 'revoked one',
    },
    empty: { apps: [], notice: 'revoked all' },
  }),
  ...states('signed-out', signedOutPage, { '': undefined }),
  ...states<SignOutView>('sign-out', signOutPage, { '': {}, 'others-stay': { othersStay: true } }),
  ...states<SetUpView>('set-up', setUpPage, {
    '': { token: 'set-up-token', values: { username: '', email: '', displayName: '' }, problems: [] },
    problems: {
      token: 'set-up-token',
      values: { username: 'ali ce', email: 'alice@social.example', displayName: 'Alice Moreau' },
      problems: [
        { field: 'username', code: 'invalid' },
        { field: 'password', code: 'personal' },
      ],
    },
  }),
  ...states<ErrorView>('error', errorPage, {
    ...Object.fromEntries(errorKinds.map((kind) => [kind.replaceAll(' ', '-'), { status: 400, kind }])),
    'with-detail': {
      status: 400,
      kind: 'bad scope',
      detail:
        'The requested scope is invalid, unknown, or malformed. "write:everything" is not a scope of this server; the app registered: read write:statuses.',
      returnToApp: { url: 'icecubesapp://callback?error=invalid_scope', appName: 'Ice Cubes' },
    },
    'with-sign-in': {
      status: 422,
      kind: 'expired form',
      signInAgain: '/auth/sign_in?authorization=pending-authorization-id',
    },
    'with-policy-reason': {
      status: 403,
      kind: 'refused by policy',
      detail: 'Only apps that our members have voted for may write posts. Suggest this one in the café on Friday.',
      returnToApp: { url: 'icecubesapp://callback?error=access_denied', appName: 'Ice Cubes' },
    },
    'with-incident': { status: 500, kind: 'broken', incidentId: '4F7K-22QX' },
  }),
  ...states<AccountStateView>(
    'account',
    accountStatePage,
    {
      unconfirmed: { state: 'unconfirmed' },
      'unconfirmed-with-help': { state: 'unconfirmed', confirmationUrl: '/auth/confirmation' },
      pending: { state: 'pending' },
      'pending-with-help': { state: 'pending', confirmationUrl: '/auth/confirmation' },
      disabled: { state: 'disabled' },
      suspended: { state: 'suspended' },
    },
    { ownTexts: ['confirmationUrl'] },
  ),
  ...states<ProfileView>('profile', profilePage, {
    '': {
      displayName: 'Alice Moreau',
      handle: '@alice@social.example',
      noteHtml:
        '<p>Type designer. I draw letters and the spaces between them. <a href="https://social.example/tags/typography" rel="tag">#typography</a></p>',
      avatarUrl: '/avatars/alice.png',
      headerUrl: '/headers/alice.png',
      fields: [
        { name: 'Website', valueHtml: '<a href="https://alice.example">alice.example</a>' },
        { name: 'Pronouns', valueHtml: 'she/her' },
      ],
      followersCount: 1284,
      followingCount: 1,
      createdAt: now - 1500 * DAY,
      bot: false,
      locked: true,
    },
    bare: {
      displayName: '',
      handle: '@weather_bot@social.example',
      noteHtml: '',
      avatarUrl: '/avatars/bot.png',
      headerUrl: '',
      fields: [],
      createdAt: now - 20 * MINUTE,
      bot: true,
      locked: false,
    },
  }),
  ...partFixtures,
];

/** Pages of the standalone server, which speak the languages of `site/words/` only. */
export const siteFixtures: readonly Fixture[] = [
  ...signUpFixtures,
  ...secondStepFixtures,
  ...secondFactorsFixtures,
  ...passwordFixtures,
  ...settingsFixtures,
  ...adminFixtures,
  ...auditFixtures,
  ...statusesFixtures,
  ...demoFixtures,
];

/** Every page in every state. */
export const fixtures: readonly Fixture[] = [...libraryFixtures, ...siteFixtures];

function homeOfReader(frame: Frame, view: HomeView): Markup {
  return homePage(view.signedIn ? frame : { ...frame, signedInAs: undefined }, view);
}
