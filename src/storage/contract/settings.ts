import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { StoreUnavailable } from '../../flows/ports.ts';
import { type FlowStore, inParallel, withStore } from './with-store.ts';

export function describeSettings(open: () => Promise<FlowStore>): void {
  describe('settings and health', () => {
    test(
      'claimSetting() writes a value once, and of 20 parallel callers all get the one that stands',
      withStore(open, async (store) => {
        assert.equal(await store.readSetting('key'), undefined);
        const values = await inParallel(20, (index) => store.claimSetting('key', `value ${index}`));
        assert.equal(new Set(values).size, 1);
        assert.equal(await store.readSetting('key'), values[0]);
        assert.equal(await store.claimSetting('key', 'later'), values[0]);
        assert.equal(await store.claimSetting('other', ''), '');
        assert.equal(await store.readSetting('other'), '');
      }),
    );

    test(
      'ping() resolves while the storage works, and rejects with StoreUnavailable when it is closed',
      withStore(open, async (store) => {
        await store.ping();
        await store.ping();
        await store.close();
        await assert.rejects(store.ping(), StoreUnavailable);
        await assert.rejects(store.claimSetting('key', 'value'), StoreUnavailable);
        await assert.rejects(store.readSetting('key'), StoreUnavailable);
      }),
    );

    test('close() lets the writes that were begun finish', async () => {
      const store = await open();
      const writes = inParallel(10, (index) => store.claimSetting(`key ${index}`, 'value'));
      await store.close();
      assert.deepEqual(await writes, Array(10).fill('value'));
    });
  });
}
