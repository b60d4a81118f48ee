import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BroughtPicture, Picture, PictureChange } from '../../accounts/ports.ts';
import { newAccount, newDigest, T0 } from './samples.ts';
import { countOf, inParallel, type PeopleStore, withStore } from './with-store.ts';

/** Pictures that people bring, beside what their accounts say of them. */
export function describePictures(open: () => Promise<PeopleStore>): void {
  const newPicture = (): Picture => ({
    digest: newDigest(),
    mediaType: 'image/webp',
    content: Uint8Array.of(0, 255, 10, 13, 128),
  });
  const bring = (kind: BroughtPicture, picture: Picture | undefined): PictureChange => ({ kind, picture, at: T0 });

  describe('pictures', () => {
    test(
      'changeAccount() puts pictures in the place of those before, in the commit of what else changes',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const [first, second, header] = [newPicture(), newPicture(), newPicture()];
        const both = { pictures: [bring('avatar', first), bring('header', header)] };
        const changed = await store.changeAccount(id, { avatarDescription: 'Tea' }, both);
        assert.deepEqual(
          [changed?.avatarDigest, changed?.headerDigest, changed?.avatarDescription],
          [first.digest, header.digest, 'Tea'],
        );
        assert.deepEqual(await store.findPicture(id, 'avatar', first.digest), first);
        assert.deepEqual(await store.findPicture(id, 'header', header.digest), header);
        assert.equal(await store.findPicture(id, 'header', first.digest), undefined);
        await store.changeAccount(id, {}, { pictures: [bring('avatar', second)] });
        assert.equal(await store.findPicture(id, 'avatar', first.digest), undefined);
        assert.deepEqual(await store.findPicture(id, 'avatar', second.digest), second);
        const emptied = await store.changeAccount(id, {}, { pictures: [bring('avatar', undefined)] });
        assert.deepEqual([emptied?.avatarDigest, emptied?.headerDigest], [undefined, header.digest]);
        assert.equal(await store.findPicture(id, 'avatar', second.digest), undefined);
      }),
    );

    test(
      'changeAccount() brings no picture when its condition does not hold, nor to nobody',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const picture = newPicture();
        const pictures = [bring('avatar', picture)];
        assert.equal(await store.changeAccount(id, {}, { pictures, when: { role: 'owner' } }), undefined);
        assert.equal(await store.findPicture(id, 'avatar', picture.digest), undefined);
        for (const nobody of ['1', 'nonsense']) {
          assert.equal(await store.changeAccount(nobody, {}, { pictures }), undefined);
          assert.equal(await store.findPicture(nobody, 'avatar', picture.digest), undefined);
        }
      }),
    );

    test(
      'of parallel changes of one picture exactly one stays, and the account says which',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const pictures = Array.from({ length: 10 }, newPicture);
        await inParallel(10, (index) =>
          store.changeAccount(id, {}, { pictures: [bring('avatar', index === 9 ? undefined : pictures[index])] }),
        );
        const account = await store.findAccount(id);
        const found = await inParallel(10, (index) => store.findPicture(id, 'avatar', pictures[index]?.digest ?? ''));
        assert.equal(
          countOf(found, (picture) => picture !== undefined),
          account?.avatarDigest === undefined ? 0 : 1,
        );
        assert.equal(found.find((picture) => picture !== undefined)?.digest, account?.avatarDigest);
      }),
    );

    test(
      'deleteAccount() takes the pictures along',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const picture = newPicture();
        await store.changeAccount(id, {}, { pictures: [bring('header', picture)] });
        await store.deleteAccount(id, T0);
        assert.equal(await store.findPicture(id, 'header', picture.digest), undefined);
      }),
    );
  });
}
