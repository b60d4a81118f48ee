import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readOriginalRequest } from './original-request.ts';

function read(headers: Readonly<Record<string, string>>) {
  const known = new Headers(headers);
  return readOriginalRequest((name) => known.get(name) ?? undefined);
}

const told = { kind: 'told', method: 'POST', target: '/api/v1/statuses?x=1' };
const nginx = { 'X-Original-Method': told.method, 'X-Original-URI': told.target };
const caddy = { 'X-Forwarded-Method': told.method, 'X-Forwarded-Uri': told.target };

function assertRefused(headers: Readonly<Record<string, string>>, reason: RegExp): void {
  const original = read(headers);
  assert.equal(original.kind, 'refused');
  assert.match(original.kind === 'refused' ? original.reason : '', reason);
}

describe('The original request', () => {
  test("is told by nginx's headers, by those of Caddy and Traefik, or by both alike", () => {
    for (const headers of [nginx, caddy, { ...nginx, ...caddy }]) assert.deepEqual(read(headers), told);
  });

  test('is not believed when the families disagree: one of them came from outside', () => {
    assertRefused({ ...nginx, ...caddy, 'X-Forwarded-Uri': '/api/v1/instance' }, /name different requests/);
    assertRefused({ ...nginx, ...caddy, 'X-Original-Method': 'GET' }, /name different requests/);
    assertRefused({ ...nginx, 'X-Forwarded-Method': 'GET' }, /name different requests/);
    assertRefused({ ...caddy, 'X-Original-URI': '/api/v1/instance' }, /name different requests/);
  });

  test('is not put together from halves, and the operator learns what to set', () => {
    for (const headers of [
      {},
      { 'X-Original-URI': told.target },
      { 'X-Original-Method': told.method },
      { 'X-Original-URI': told.target, 'X-Forwarded-Method': told.method },
    ]) {
      assertRefused(headers, /must set X-Original-Method and X-Original-URI.*X-Forwarded-Uri/);
    }
  });

  test('is not taken from a header that came twice', () => {
    const twice = new Headers(nginx);
    twice.append('X-Original-URI', '/api/v1/instance');
    assertRefused(Object.fromEntries(twice), /came twice/);
    const methods = new Headers(caddy);
    methods.append('X-Forwarded-Method', 'GET');
    assertRefused(Object.fromEntries(methods), /came twice/);
  });

  test('may not name another method or path to the framework behind the gateway', () => {
    for (const name of [
      'X-HTTP-Method-Override',
      'X-HTTP-Method',
      'X-Method-Override',
      'X-Original-URL',
      'X-Rewrite-URL',
    ]) {
      assertRefused({ ...nginx, [name]: 'DELETE' }, /another method or path/);
    }
  });
});
