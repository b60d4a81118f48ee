import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { drawAvatar, drawHeader, drawThumbnail } from './draw-pictures.ts';

const pictures = [
  { name: 'an avatar', draw: drawAvatar, width: 400, height: 400 },
  { name: 'a header', draw: drawHeader, width: 1500, height: 500 },
  { name: 'a thumbnail', draw: drawThumbnail, width: 1200, height: 630 },
];

for (const { name, draw, width, height } of pictures) {
  test(`${name} is a PNG of ${width}×${height} below 20 kB, the same for one name and another for another`, () => {
    const picture = draw('115000000000000001');
    const decoded = PNG.sync.read(Buffer.from(picture));
    assert.deepEqual([decoded.width, decoded.height], [width, height]);
    assert.ok(picture.length < 20_000, `${picture.length} bytes`);
    assert.deepEqual(draw('115000000000000001'), picture);
    assert.notDeepEqual(draw('115000000000000002'), picture);
  });
}
