import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PasskeyKnown } from '../../accounts/ports.ts';
import { newAccount, newDigest, newPasskey, T0 } from './samples.ts';
import { countOf, inParallel, type PeopleStore, withStore } from './with-store.ts';

const key = { sealedSeed: 'sealed', lastStep: 100, createdAt: T0 };

export function describeSecondFactors(open: () => Promise<PeopleStore>): void {
  describe('second factors', () => {
    test(
      'an account has none at first',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        assert.deepEqual(await store.findSecondFactors(id), { totp: undefined, passkeys: [], recoveryCodesLeft: 0 });
        assert.equal(await store.findTotp(id), undefined);
        assert.equal(await store.findTotp('abc'), undefined);
        assert.equal(await store.findPasskey('unknown'), undefined);
        assert.equal(await store.removeTotp(id), false);
        assert.equal(await store.removePasskey(id, '1'), false);
        assert.equal(await store.removeSecondFactors(id), false);
        assert.equal(await store.useTotpStep(id, 101), false);
        assert.equal(await store.useRecoveryCode(id, newDigest()), false);
        assert.equal(await store.notePasskeyUse('1', { counter: 0, backedUp: false, at: T0 }), false);
        assert.equal(await store.renamePasskey(id, '1', 'x'), false);
      }),
    );

    test(
      'setTotp() keeps the key, replaces an earlier one, and marks the account',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const other = await store.addAccount(newAccount());
        assert.equal(await store.setTotp(id, key), true);
        assert.deepEqual(await store.findTotp(id), key);
        assert.equal((await store.findAccount(id))?.hasSecondFactor, true);
        const later = { sealedSeed: 'other', lastStep: 7, createdAt: T0 + 1 };
        await store.setTotp(id, later);
        assert.deepEqual(await store.findTotp(id), later);
        assert.deepEqual((await store.findSecondFactors(id)).totp, { createdAt: T0 + 1 });
        assert.equal((await store.findAccount(other.id))?.hasSecondFactor, false);
        assert.equal(await store.removeTotp(id), true);
        assert.equal((await store.findAccount(id))?.hasSecondFactor, false);
      }),
    );

    test(
      'useTotpStep() uses up a step and all before it (RFC 6238 §5.2)',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        await store.setTotp(id, key);
        for (const step of [99, 100]) assert.equal(await store.useTotpStep(id, step), false);
        assert.equal(await store.useTotpStep(id, 102), true);
        for (const step of [101, 102]) assert.equal(await store.useTotpStep(id, step), false);
        assert.equal((await store.findTotp(id))?.lastStep, 102);
      }),
    );

    test(
      'of parallel callers of useTotpStep() with one step exactly one gets true',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        await store.setTotp(id, key);
        const used = await inParallel(50, () => store.useTotpStep(id, 101));
        assert.equal(countOf(used, Boolean), 1);
        const steps = await inParallel(50, (index) => store.useTotpStep(id, 102 + (index % 2)));
        assert.ok(countOf(steps, Boolean) <= 2);
        assert.equal((await store.findTotp(id))?.lastStep, 103);
      }),
    );

    test(
      'recovery codes work once each, for their account only, and new ones end all before',
      withStore(open, async (store) => {
        const [alice, bob] = [await store.addAccount(newAccount()), await store.addAccount(newAccount())];
        const [first, second, third] = [newDigest(), newDigest(), newDigest()];
        await store.setTotp(alice.id, key, [first, second]);
        // The same code by chance; it is another.
        await store.setTotp(bob.id, key, [first]);
        assert.equal((await store.findSecondFactors(alice.id)).recoveryCodesLeft, 2);
        assert.equal(await store.useRecoveryCode(bob.id, second), false);
        assert.equal(await store.useRecoveryCode(alice.id, first), true);
        assert.equal(await store.useRecoveryCode(alice.id, first), false);
        assert.equal((await store.findSecondFactors(alice.id)).recoveryCodesLeft, 1);
        assert.equal(await store.replaceRecoveryCodes(alice.id, [third]), true);
        assert.equal(await store.useRecoveryCode(alice.id, second), false);
        assert.equal(await store.useRecoveryCode(alice.id, third), true);
        assert.equal(await store.useRecoveryCode(bob.id, first), true);
      }),
    );

    test(
      'of parallel callers of useRecoveryCode() with one code exactly one gets true',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const code = newDigest();
        await store.setTotp(id, key, [code, newDigest()]);
        const used = await inParallel(50, () => store.useRecoveryCode(id, code));
        assert.equal(countOf(used, Boolean), 1);
        assert.equal((await store.findSecondFactors(id)).recoveryCodesLeft, 1);
      }),
    );

    test(
      'setTotp() without recovery codes leaves those that there are, and a rejected call changes nothing',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const code = newDigest();
        await store.setTotp(id, key, [code]);
        await store.setTotp(id, { ...key, lastStep: 200 });
        assert.equal((await store.findSecondFactors(id)).recoveryCodesLeft, 1);
        const twice = newDigest();
        await assert.rejects(store.setTotp(id, { ...key, lastStep: 300 }, [twice, twice]));
        assert.equal((await store.findTotp(id))?.lastStep, 200);
        assert.equal(await store.useRecoveryCode(id, code), true);
      }),
    );

    test(
      'there are no recovery codes without a factor: they go with the last one and are not added before the first',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const codesLeft = async () => (await store.findSecondFactors(id)).recoveryCodesLeft;
        const early = newDigest();
        assert.equal(await store.replaceRecoveryCodes(id, [early]), false);
        await store.setTotp(id, key);
        assert.equal(await store.useRecoveryCode(id, early), false);
        await store.replaceRecoveryCodes(id, [newDigest(), newDigest()]);
        const passkey = await store.addPasskey(newPasskey(id));
        assert.ok(passkey);
        await store.removeTotp(id);
        assert.equal(await codesLeft(), 2);
        assert.equal((await store.findAccount(id))?.hasSecondFactor, true);
        await store.removePasskey(id, passkey.id);
        assert.equal(await codesLeft(), 0);
        assert.equal((await store.findAccount(id))?.hasSecondFactor, false);
        assert.equal(await store.replaceRecoveryCodes(id, [newDigest()]), false);
        assert.equal(await codesLeft(), 0);
      }),
    );

    test(
      'addPasskey() keeps every value, oldest first, and marks the account',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const code = newDigest();
        const sample = newPasskey(id, {
          counter: 2 ** 32 - 1,
          transports: ['usb', 'nfc'],
          backedUp: true,
          name: 'Schlüssel "1" 🔑',
        });
        const passkey = await store.addPasskey(sample, [code]);
        assert.deepEqual(passkey, { ...sample, id: passkey?.id, lastUsedAt: undefined });
        assert.deepEqual(await store.findPasskey(sample.credentialId), passkey);
        assert.equal((await store.findAccount(id))?.hasSecondFactor, true);
        const second = await store.addPasskey(newPasskey(id));
        assert.deepEqual(await store.findSecondFactors(id), {
          totp: undefined,
          passkeys: [passkey, second],
          recoveryCodesLeft: 1,
        });
      }),
    );

    test(
      'of parallel callers of addPasskey() with one credential exactly one wins, whoever they are (WebAuthn §7.1)',
      withStore(open, async (store) => {
        const [alice, bob] = [await store.addAccount(newAccount()), await store.addAccount(newAccount())];
        const credentialId = newDigest();
        const outcomes = await Promise.allSettled(
          Array.from({ length: 50 }, (_, index) =>
            store.addPasskey(newPasskey(index % 2 === 0 ? alice.id : bob.id, { credentialId }), [newDigest()]),
          ),
        );
        assert.equal(
          countOf(outcomes, (outcome) => outcome.status === 'fulfilled'),
          1,
        );
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof PasskeyKnown);
        }
        const owner = (await store.findPasskey(credentialId))?.accountId;
        for (const { id } of [alice, bob]) {
          const has = id === owner;
          assert.equal((await store.findAccount(id))?.hasSecondFactor, has);
          assert.equal((await store.findSecondFactors(id)).recoveryCodesLeft, has ? 1 : 0);
        }
      }),
    );

    test(
      'notePasskeyUse() notes a use when the counter grew, or when nothing counts (WebAuthn §6.1.1)',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const sample = newPasskey(id);
        const passkey = await store.addPasskey(sample);
        assert.ok(passkey);
        const use = (counter: number, at: number) =>
          store.notePasskeyUse(passkey.id, { counter, backedUp: at % 2 === 0, at: T0 + at });
        assert.equal(await use(0, 1), true);
        assert.equal(await use(0, 2), true);
        assert.deepEqual(await store.findPasskey(sample.credentialId), {
          ...passkey,
          backedUp: true,
          lastUsedAt: T0 + 2,
        });
        assert.equal(await use(5, 3), true);
        for (const counter of [5, 4, 0]) assert.equal(await use(counter, 4), false);
        assert.deepEqual(await store.findPasskey(sample.credentialId), {
          ...passkey,
          counter: 5,
          backedUp: false,
          lastUsedAt: T0 + 3,
        });
      }),
    );

    test(
      'of parallel callers of notePasskeyUse() with one counter at most one gets true',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const passkey = await store.addPasskey(newPasskey(id, { counter: 1 }));
        assert.ok(passkey);
        const used = await inParallel(50, () =>
          store.notePasskeyUse(passkey.id, { counter: 2, backedUp: false, at: T0 }),
        );
        assert.equal(countOf(used, Boolean), 1);
      }),
    );

    test(
      'renamePasskey() and removePasskey() reach those of their account only',
      withStore(open, async (store) => {
        const [alice, bob] = [await store.addAccount(newAccount()), await store.addAccount(newAccount())];
        const sample = newPasskey(alice.id);
        const passkey = await store.addPasskey(sample);
        assert.ok(passkey);
        await store.addPasskey(newPasskey(bob.id));
        assert.equal(await store.renamePasskey(bob.id, passkey.id, 'Mine'), false);
        assert.equal(await store.removePasskey(bob.id, passkey.id), false);
        assert.deepEqual(await store.findPasskey(sample.credentialId), passkey);
        assert.equal(await store.renamePasskey(alice.id, passkey.id, 'Desk'), true);
        assert.equal((await store.findPasskey(sample.credentialId))?.name, 'Desk');
        const removed = await inParallel(20, () => store.removePasskey(alice.id, passkey.id));
        assert.equal(countOf(removed, Boolean), 1);
        assert.equal(await store.findPasskey(sample.credentialId), undefined);
        assert.equal((await store.findAccount(bob.id))?.hasSecondFactor, true);
      }),
    );

    test(
      'removeSecondFactors() removes all of one account, once',
      withStore(open, async (store) => {
        const [alice, bob] = [await store.addAccount(newAccount()), await store.addAccount(newAccount())];
        for (const { id } of [alice, bob]) {
          await store.setTotp(id, key, [newDigest()]);
          await store.addPasskey(newPasskey(id));
        }
        const removed = await inParallel(20, () => store.removeSecondFactors(alice.id));
        assert.equal(countOf(removed, Boolean), 1);
        const none = { totp: undefined, passkeys: [], recoveryCodesLeft: 0 };
        assert.deepEqual(await store.findSecondFactors(alice.id), none);
        assert.equal((await store.findAccount(alice.id))?.hasSecondFactor, false);
        const left = await store.findSecondFactors(bob.id);
        assert.deepEqual([left.passkeys.length, left.recoveryCodesLeft], [1, 1]);
        assert.equal((await store.findAccount(bob.id))?.hasSecondFactor, true);
      }),
    );

    test(
      'whatever is added and removed at once, the account tells truly whether it has a factor',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        for (let round = 0; round < 5; round++) {
          await inParallel(20, async (index) => {
            if (index % 4 === 0) await store.setTotp(id, key, [newDigest()]);
            else if (index % 4 === 1) await store.addPasskey(newPasskey(id), [newDigest()]);
            else if (index % 4 === 2) await store.removeSecondFactors(id);
            else await store.replaceRecoveryCodes(id, [newDigest()]);
          });
          const { totp, passkeys, recoveryCodesLeft } = await store.findSecondFactors(id);
          const has = totp !== undefined || passkeys.length > 0;
          assert.equal((await store.findAccount(id))?.hasSecondFactor, has);
          if (!has) assert.equal(recoveryCodesLeft, 0);
        }
      }),
    );
  });
}
