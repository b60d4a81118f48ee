import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY } from '../protocol/lifetimes.ts';
import { type ConsentView, consentPage } from './consent.ts';
import { sampleFrame } from './fixtures.ts';

const frame = sampleFrame();

const view: ConsentView = {
  authorization: 'pending-id',
  app: { name: 'Tuba', createdAt: frame.now - 400 * DAY },
  scopes: ['read', 'write:statuses'],
  destination: { kind: 'scheme', scheme: 'tuba' },
  account: { handle: '@alice@social.example', displayName: 'Alice', avatarUrl: '' },
};

function render(changes: Partial<ConsentView> = {}): string {
  return String(consentPage(frame, { ...view, ...changes }));
}

function formsTo(action: string, page: string): readonly string[] {
  return [...page.matchAll(/<form.*?<\/form>/gs)].map(([form]) => form).filter((form) => form.includes(`"${action}"`));
}

function fieldsOf(form: string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...(form ?? '').matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
}

describe('consentPage()', () => {
  it('sends approval with nothing but the CSRF token and the pending authorization', () => {
    const [approve, deny, ...others] = formsTo('/oauth/authorize', render());
    assert.equal(others.length, 0);
    assert.deepEqual(fieldsOf(approve), { authenticity_token: frame.csrfToken, authorization: 'pending-id' });
    assert.match(approve ?? '', />Authorize<\/button>/);
    assert.deepEqual(fieldsOf(deny), {
      authenticity_token: frame.csrfToken,
      authorization: 'pending-id',
      _method: 'delete',
    });
    assert.match(deny ?? '', />Deny<\/button>/);
  });

  it('leads to where another account signs in, and signs nobody out for it', () => {
    const page = render({ useAnotherAccountUrl: '/accounts?back=1&x=2' });
    assert.match(page, /<a class="button button-small" href="\/accounts\?back=1&amp;x=2">Use another account<\/a>/);
    assert.equal(formsTo('/auth/sign_out', page).length, 0);
    assert.doesNotMatch(render(), /Use another account/);
    assert.doesNotMatch(render({ useAnotherAccountUrl: 'javascript:alert(1)' }), /javascript:/);
  });

  it('offers who else is signed in, each by a form with the request, behind a fold', () => {
    const other = { handle: '@bob@social.example', displayName: 'Bob', avatarUrl: '' };
    const page = render({
      useAnotherAccountUrl: '/elsewhere',
      otherAccounts: [
        { ...other, accountId: '2' },
        { ...other, accountId: '3', displayName: '' },
      ],
    });
    const forms = formsTo('/auth/switch', page).map(fieldsOf);
    const carried = { authenticity_token: frame.csrfToken, authorization: 'pending-id' };
    assert.deepEqual(forms, [
      { ...carried, account: '2' },
      { ...carried, account: '3' },
    ]);
    assert.match(page, /<details class="others">\s*<summary>Use another account<\/summary>/);
    assert.match(page, /<a href="\/elsewhere">Sign in with another account<\/a>/);
  });

  it('points out what is new, and folds away what was decided before', () => {
    const earlier = { allowedAt: frame.now - DAY, known: ['read'], fresh: ['push'], leftOut: [] };
    const page = render({ scopes: ['read', 'push'], earlier });
    assert.match(page, /let this app in before, last on <time/);
    assert.match(page, /New: if you authorize it, this app can also<\/h2>\s*<dl[\s\S]*?send notifications/);
    assert.match(page, /<details class="known">\s*<summary>What it can do already<\/summary>[\s\S]*?see everything/);
    assert.doesNotMatch(page, /It asks for nothing/);
    assert.doesNotMatch(render(), /let this app in before/);
  });

  it('says that nothing is new only where nothing is asked that was not allowed', () => {
    const earlier = { allowedAt: frame.now, known: ['read'], fresh: [], leftOut: [] };
    assert.match(render({ earlier }), /It asks for nothing that it cannot do already/);
    assert.doesNotMatch(render({ earlier: { ...earlier, leftOut: ['push'] } }), /It asks for nothing/);
  });

  describe('with something to choose', () => {
    const choices = [
      { scope: 'read', ticked: true, parts: ['read:lists', 'read:search'].map((scope) => ({ scope, ticked: true })) },
      { scope: 'push', ticked: false, parts: [] },
    ];
    const boxesOf = (page: string) =>
      [...page.matchAll(/name="allow" type="checkbox" value="([^"]*)"\s*(checked)?/g)].map(([, value, ticked]) => [
        value,
        ticked !== undefined,
      ]);

    it('has a box for each thing and each part of it, in the form that approves', () => {
      const [approve] = formsTo('/oauth/authorize', render({ choices }));
      assert.deepEqual(boxesOf(approve ?? ''), [
        ['read', true],
        ['read:lists', true],
        ['read:search', true],
        ['push', false],
      ]);
      const { choosing, divided } = fieldsOf(approve);
      assert.deepEqual([choosing, divided], ['1', 'read']);
    });

    it('keeps it behind a fold, with the warning that apps may refuse to work', () => {
      assert.match(render({ choices }), /<details class="choose">[\s\S]*Some apps refuse to work/);
    });

    it('opens the fold where something was left out last time, because that is what will happen', () => {
      const earlier = { allowedAt: frame.now, known: ['read'], fresh: [], leftOut: ['push'] };
      assert.match(
        render({ choices, earlier }),
        /<details class="choose" open>[\s\S]*Last time you left something out/,
      );
    });

    it('opens it where nothing was ticked, says so, and starts there', () => {
      const page = render({ choices, problem: 'nothing chosen' });
      assert.match(page, /<title>Problem: /);
      assert.match(page, /<details class="choose" open>[\s\S]*role="alert"><p>Nothing is ticked/);
      assert.match(page, /value="read"\s+checked autofocus/);
    });

    it('tells how much of something was allowed last time', () => {
      const [read, push] = choices;
      assert.ok(read && push);
      const partly = { ...read, parts: read.parts.map((part, place) => ({ ...part, ticked: place === 0 })) };
      const earlier = { allowedAt: frame.now, known: ['read:lists'], fresh: [], leftOut: ['read:search'] };
      assert.match(render({ choices: [partly, push], earlier }), /Only parts of it: last time 1 of 2/);
      assert.match(render({ choices: [partly, push], problem: 'nothing chosen' }), /<details class="parts" open>/);
    });
  });

  it('is headed as the apps that look for it expect', () => {
    assert.match(render(), /<h1>Authorization required<\/h1>/);
  });

  it('isolates the name of the app and strips what turns text around', () => {
    assert.ok(
      render({ app: { ...view.app, name: '\u202EabuT <b>' } }).includes('<bdi class="name">abuT &lt;b&gt;</bdi>'),
    );
  });

  it('shows the end of however long a host, because that says whose it is', () => {
    const host = `mastodon.social.${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.evil.example`;
    assert.ok(render({ destination: { kind: 'https', host } }).includes(`${host}</bdi>`));
  });

  it('warns of plain http, but not of loopback', () => {
    assert.match(render({ destination: { kind: 'http', host: 'app.example' } }), /not encrypted/);
    assert.doesNotMatch(render({ destination: { kind: 'loopback', host: '127.0.0.1:8080' } }), /not encrypted/);
    assert.doesNotMatch(render({ destination: { kind: 'https', host: 'app.example' } }), /not encrypted/);
  });

  it('names a scheme with one colon, however it is given', () => {
    for (const scheme of ['tuba', 'tuba:']) {
      assert.match(render({ destination: { kind: 'scheme', scheme } }), />tuba:<\/bdi>/);
    }
  });

  it('points out an app that is new', () => {
    assert.match(render({ app: { ...view.app, createdAt: frame.now } }), /New to this server/);
    assert.doesNotMatch(render(), /New to this server/);
  });

  it('links a website only when it is on the web', () => {
    const app = { ...view.app, websiteHost: 'tuba.example' };
    assert.match(
      render({ app: { ...app, websiteUrl: 'https://tuba.example/' } }),
      /<a href="https:\/\/tuba\.example\/"/,
    );
    assert.doesNotMatch(render({ app: { ...app, websiteUrl: 'javascript:alert(1)' } }), /javascript:/);
  });

  it('says in words what is risky', () => {
    assert.match(render(), /Acts in your name/);
    assert.doesNotMatch(render({ scopes: ['profile'] }), /class="risk"/);
  });
});
