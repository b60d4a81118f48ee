import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newAccount, newApp, newPending, newSession, newToken, T0 } from './samples.ts';
import { type FlowStore, type PeopleStore, withStore } from './with-store.ts';

/** Text comes from anyone, and engines and drivers differ in what they can hold. */
const texts = [
  '',
  ' ',
  'a\0b',
  '\0',
  'a\0',
  '\uffff',
  '\uffff0',
  '\uffff1\0',
  'line\r\nline\t',
  '\u0001\u007f\u0085\u2028',
  'caf\u00e9 cafe\u0301',
  '\u{1f389}\ufeff\u202e',
  `quotes ' " \` \\ $1 :x %s`,
  'x'.repeat(20_000),
];

export function describeText(open: () => Promise<FlowStore>): void {
  describe('text', () => {
    test(
      'any well-formed text comes back as it was, and is found by exactly what it is',
      withStore(open, async (store) => {
        const [first] = texts;
        for (const text of texts) {
          const app = await store.addApp(newApp({ name: text, website: text, redirectUris: [text], scopes: [text] }));
          assert.deepEqual(await store.findApp(app.id), app);
          assert.deepEqual([app.name, app.website, app.redirectUris, app.scopes], [text, text, [text], [text]]);
          const sample = newPending(app);
          await store.addPendingAuthorization({ ...sample, request: { ...sample.request, state: text, lang: text } });
          const { request } = (await store.findPendingAuthorization(sample.digest)) ?? {};
          assert.deepEqual([request?.state, request?.lang], [text, text]);
          const session = await store.addSession(newSession({ userAgent: text, address: text }), undefined);
          assert.deepEqual(await store.findSession(session.digest), session);
          assert.deepEqual([session.userAgent, session.address], [text, text]);
          const token = newToken();
          const grant = {
            appId: undefined,
            accountId: 'x',
            scopes: [text],
            redirectUri: text,
            createdAt: T0,
            name: text,
          };
          assert.deepEqual((await store.addGrantWithToken(grant, token))?.scopes, [text]);
          assert.equal(await store.claimSetting(`key ${text}`, text), text);
        }
        for (const text of texts) assert.equal(await store.readSetting(`key ${text}`), text);
        assert.equal(await store.readSetting(`key ${first}x`), undefined);
        const names = (await store.listGrants('x')).map(({ name, redirectUri }) => [name, redirectUri]);
        assert.deepEqual(names, texts.map((text) => [text, text]).reverse());
      }),
    );

    test(
      'a client id is found by exactly its own text, whatever is asked for',
      withStore(open, async (store) => {
        for (const clientId of texts) {
          assert.equal(await store.findAppByClientId(clientId), undefined);
          const app = await store.addApp(newApp({ clientId }));
          assert.deepEqual(await store.findAppByClientId(clientId), app);
        }
      }),
    );
  });
}

export function describeTextOfPeople(open: () => Promise<PeopleStore>): void {
  describe('text of people', () => {
    test(
      'any well-formed text comes back as it was, and finds nobody whose name it is not',
      withStore(open, async (store) => {
        for (const text of texts) {
          const { id } = await store.addAccount(newAccount({ displayName: text, note: text, reason: text }));
          const account = await store.findAccount(id);
          assert.deepEqual([account?.displayName, account?.note, account?.reason], [text, text, text]);
          assert.equal(await store.findAccountByUsername(text), undefined);
          assert.equal(await store.findAccountByLogin(text), undefined);
          assert.equal(await store.findAccountByLogin(`${text}@`), undefined);
          assert.equal(await store.findAccount(text), undefined);
          const event = `seen ${text}`;
          await store.addAuditEntry({
            at: T0,
            event,
            actor: 'operator',
            actorId: undefined,
            accountId: id,
            appId: undefined,
            address: text,
            details: { text },
          });
          const [entry] = await store.listAuditEntries({ limit: 9, event, address: text });
          assert.deepEqual(entry?.details, { text });
        }
      }),
    );
  });
}
