import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { hash as hashBcrypt } from 'bcrypt';
import { TestBrowser } from '../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../test/support/test-server.ts';

describe('an account that came from Mastodon with its bcrypt hash', () => {
  let server: TestServer;

  before(async () => {
    server = await TestServer.start();
  });
  after(() => server.close());

  async function importAccount(username: string, password = PASSWORD): Promise<string> {
    const { id } = await server.addAccount(username);
    await server.store.changeAccount(id, { passwordHash: await hashBcrypt(password, 10) });
    return id;
  }

  const hashOf = async (id: string) => (await server.store.findAccount(id))?.passwordHash ?? '';

  test('signs in on the page, and has a hash of argon2id from then on', async () => {
    const id = await importAccount('alice');
    assert.equal((await new TestBrowser(server).signIn('alice', 'wrong')).status, 422);
    assert.match(await hashOf(id), /^\$2b\$/);
    assert.equal((await new TestBrowser(server).signIn('alice')).status, 302);
    const renewed = await hashOf(id);
    assert.match(renewed, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.equal((await new TestBrowser(server).signIn('alice@example.org')).status, 302);
    assert.equal(await hashOf(id), renewed);
  });

  test('signs in from many browsers at once, and is hashed anew once', async () => {
    const id = await importAccount('bob');
    const changes = new Set<string>();
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const { status } = await new TestBrowser(server).signIn('bob');
        changes.add(await hashOf(id));
        return status;
      }),
    );
    assert.deepEqual(new Set(answers), new Set([302]));
    changes.delete([...changes].find((one) => one.startsWith('$2b$')) ?? '');
    assert.equal(changes.size, 1);
  });

  test('is not let in with an old password that was changed while it was compared', async () => {
    const id = await importAccount('carol');
    const imported = await hashOf(id);
    const passwordHash = await server.passwords.hashPassword('quite another password');
    const signingIn = server.world.directory.authenticate('carol', PASSWORD);
    assert.ok(await server.store.changeAccount(id, { passwordHash }, { when: { passwordHash: imported } }));
    assert.equal(await signingIn, undefined);
    assert.equal(await hashOf(id), passwordHash);
  });
});
