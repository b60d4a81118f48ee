import assert from 'node:assert/strict';
import { it } from 'node:test';
import { encode } from 'uqr';
import { qrFigure } from './qr-figure.ts';

it('qrFigure() draws exactly the dark modules, inside a quiet zone of four', () => {
  const { data: modules } = encode('otpauth://totp/social.example:alice?secret=JBSWY3DPEHPK3PXP', { border: 0 });
  const figure = String(qrFigure({ modules, label: 'Code' }));
  const size = modules.length + 8;
  assert.match(figure, new RegExp(`viewBox="0 0 ${size} ${size}" role="img" aria-label="Code"`));
  const drawn = modules.map((row) => row.map(() => false));
  for (const [, x, y, length, back] of figure.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)) {
    assert.equal(length, back);
    for (let n = 0; n < Number(length); n += 1) {
      const row = drawn[Number(y) - 4];
      assert.ok(row);
      row[Number(x) - 4 + n] = true;
    }
  }
  assert.deepEqual(drawn, modules);
});
