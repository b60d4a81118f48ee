import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { appLink, ownLink, webLink } from './safe-link.ts';

const dangerous = [
  'javascript:alert(1)',
  ' JavaScript:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'blob:https://a.example/x',
  'file:///etc/passwd',
];

describe('webLink()', () => {
  it('links the web and nothing else', () => {
    assert.equal(webLink('https://a.example/b?c#d'), 'https://a.example/b?c#d');
    assert.equal(webLink('http://a.example'), 'http://a.example');
    for (const address of [...dangerous, 'tuba://auth', '/path', '//a.example', '', undefined]) {
      assert.equal(webLink(address), undefined);
    }
  });
});

describe('appLink()', () => {
  it('leads back to apps, with schemes of their own too', () => {
    for (const address of [
      'https://a.example/cb',
      'tuba://auth',
      'com.tapbots.Ivory:/request_token',
      'http://127.0.0.1:1/',
    ]) {
      assert.equal(appLink(address), address);
    }
  });

  it('never runs script', () => {
    for (const address of dangerous) assert.equal(appLink(address), undefined);
  });
});

describe('ownLink()', () => {
  it('takes paths of this origin and web addresses', () => {
    assert.equal(ownLink('/auth/sign_in?a=b'), '/auth/sign_in?a=b');
    assert.equal(ownLink('https://a.example/auth/sign_in'), 'https://a.example/auth/sign_in');
  });

  it('is not fooled by paths that are hosts', () => {
    for (const address of ['//evil.example', '/\\evil.example', '/\t/evil.example', ...dangerous])
      assert.equal(ownLink(address), undefined);
  });
});
