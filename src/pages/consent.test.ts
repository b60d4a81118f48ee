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

  it('lets the person use another account without losing the request', () => {
    const [signOut] = formsTo('/auth/sign_out', render());
    assert.deepEqual(fieldsOf(signOut), { authenticity_token: frame.csrfToken, authorization: 'pending-id' });
  });

  it('leads to the host’s own page for another account, and signs nobody out for it', () => {
    const page = render({ useAnotherAccountUrl: '/accounts?back=1&x=2' });
    assert.match(page, /<a class="button button-small" href="\/accounts\?back=1&amp;x=2">Use another account<\/a>/);
    assert.equal(formsTo('/auth/sign_out', page).length, 0);
    assert.doesNotMatch(render({ useAnotherAccountUrl: 'javascript:alert(1)' }), /javascript:/);
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
