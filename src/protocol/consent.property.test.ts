import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { recallConsent } from './consent.ts';
import type { Grant } from './grant.ts';
import { covers, type ScopeVocabulary } from './scope.ts';
import { chooseScopes } from './scope-choice.ts';

const names = ['read', 'write', 'follow', 'push', 'read:a', 'read:b', 'write:a', 'write:b', 'admin', 'admin:a'];

const vocabulary: ScopeVocabulary = {
  supported: names,
  default: 'read',
  implies: new Map([
    ['read', ['read:a', 'read:b']],
    ['write', ['write:a', 'write:b']],
    ['follow', ['read:a', 'write:a']],
    ['admin', ['admin:a']],
  ]),
};

const HERE = 'https://app.example/callback';
const places = [HERE, 'https://app.example/other', 'https://elsewhere.example/', 'app://callback', undefined] as const;
const scopes = fc.shuffledSubarray(names, { minLength: 1 });
const choice = fc.record({ allowed: fc.subarray(names), divided: fc.subarray(names) });

/** Grants as they come to be: the app asked, and the person allowed some of it. */
const grant = fc
  .record({ asked: scopes, choice, redirectUri: fc.constantFrom(...places), createdAt: fc.nat(9) })
  .map(({ asked, choice: ticked, redirectUri, createdAt }): Grant => {
    const given = chooseScopes(asked, ticked, vocabulary);
    const whole = given.length === 0 || given.join() === asked.join();
    const base = { id: '1', appId: '7', accountId: '3', lastUsedAt: undefined, revokedAt: undefined };
    return { ...base, redirectUri, createdAt, scopes: whole ? asked : given, ...(whole ? {} : { asked }) };
  });
const grants = fc.array(grant, { maxLength: 4 });

const recall = (asked: readonly string[], living: readonly Grant[]) =>
  recallConsent({ redirectUri: HERE, scopes: asked }, living, vocabulary);
/** The smallest things that names allow: an umbrella is its parts. */
const smallest = (list: readonly string[]) => new Set(list.flatMap((name) => vocabulary.implies.get(name) ?? [name]));
const isHere = ({ redirectUri }: Grant) => redirectUri?.startsWith('https://app.example/') ?? false;

test('recallConsent() calls known only what a living grant of this place really covers, and fresh all the rest', () => {
  fc.assert(
    fc.property(scopes, grants, (asked, living) => {
      const earlier = recall(asked, living);
      const held = living.filter(isHere).flatMap((one) => one.scopes);
      for (const scope of earlier?.known ?? []) assert.ok(covers(held, scope, vocabulary), scope);
      for (const scope of earlier?.fresh ?? []) assert.ok(!covers(held, scope, vocabulary), scope);
    }),
    { numRuns: 2000 },
  );
});

test('recallConsent() speaks of exactly what its own choice would grant, which is something and never more than asked', () => {
  fc.assert(
    fc.property(scopes, grants, (asked, living) => {
      const earlier = recall(asked, living);
      if (earlier === undefined) return;
      const granted = chooseScopes(asked, earlier.ticked, vocabulary);
      assert.deepEqual([...earlier.known, ...earlier.fresh].sort(), [...granted].sort());
      assert.ok(granted.length > 0);
      for (const scope of granted) assert.ok(covers(asked, scope, vocabulary), scope);
    }),
    { numRuns: 2000 },
  );
});

test('recallConsent() leaves out nothing that it grants, and grants all that it does not leave out', () => {
  fc.assert(
    fc.property(scopes, grants, (asked, living) => {
      const earlier = recall(asked, living);
      if (earlier === undefined) return;
      const granted = smallest([...earlier.known, ...earlier.fresh]);
      const out = smallest(earlier.leftOut);
      for (const part of smallest(asked)) assert.notEqual(granted.has(part), out.has(part), part);
    }),
    { numRuns: 2000 },
  );
});

test('recallConsent() leaves out nothing where the person never did (lesson 29)', () => {
  fc.assert(
    fc.property(scopes, grants, (asked, living) => {
      const whole = living.map(({ asked: all, ...one }) => ({ ...one, scopes: all ?? one.scopes }));
      const earlier = recall(asked, whole);
      assert.deepEqual(earlier?.leftOut ?? [], []);
      if (earlier !== undefined) assert.deepEqual([...earlier.known, ...earlier.fresh].sort(), [...asked].sort());
    }),
    { numRuns: 1000 },
  );
});

test('recallConsent() remembers a choice when the same is asked again', () => {
  fc.assert(
    fc.property(grant, grants, (last, before) => {
      const newest = { ...last, redirectUri: HERE, createdAt: 10 };
      const earlier = recall(newest.asked ?? newest.scopes, [...before, newest]);
      assert.ok(earlier);
      assert.equal(earlier.allowedAt, 10);
      assert.deepEqual([...smallest([...earlier.known, ...earlier.fresh])].sort(), [...smallest(newest.scopes)].sort());
    }),
    { numRuns: 1000 },
  );
});

test('recallConsent() knows nothing of another place, and nothing where nothing lives', () => {
  fc.assert(
    fc.property(scopes, grants, (asked, living) => {
      const elsewhere = living.filter((one) => !isHere(one));
      assert.equal(recall(asked, elsewhere), undefined);
      assert.deepEqual(recall(asked, living), recall(asked, living.filter(isHere)));
    }),
  );
});
