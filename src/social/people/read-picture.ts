import { WorkQueue } from '../../accounts/password/work-queue.ts';
import { validationFailed } from '../../http/api-error.ts';
import { digestOf } from '../../protocol/secret.ts';
import type { BroughtPicture, Picture } from '../ports.ts';

/** As large as Mastodon lets them be, in bytes. */
export const PICTURE_BYTES = 8 * 1024 * 1024;

/** As Mastodon shows them, in pixels. */
const sizes = { avatar: { width: 400, height: 400 }, header: { width: 1500, height: 500 } } as const;

/** A picture that would take more memory than this when it is unpacked is none. */
const MOST_PIXELS = 40_000_000;

/** Seconds after which a picture is given up. */
const PATIENCE = 10;

/** Unpacking pictures may take no more than a part of the machine, and never the event loop. */
const queue = new WorkQueue({ atOnce: 2, waiting: 16, patience: 5000 });

/** How files of the formats begin that are taken. What else there is, such as SVG, is a program and not a picture. */
const beginnings: ReadonlyArray<(bytes: Buffer) => boolean> = [
  (bytes) => bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
  (bytes) => bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff)),
  (bytes) => /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)),
  (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
];

/**
 * Checks a picture that somebody brought, and makes it anew in the size in which it is shown: nothing of the file is kept but
 * what can be seen. Of one that moves the first frame is.
 * @param label how the refusal names it
 * @throws ApiError 422; Overloaded when too many are being made
 */
export async function readPicture(kind: BroughtPicture, sent: Uint8Array, label: string): Promise<Picture> {
  if (sent.byteLength > PICTURE_BYTES) throw validationFailed([`${label} file size must be less than 8 MB`]);
  const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength);
  if (!beginnings.some((fits) => fits(bytes))) {
    throw validationFailed([`${label} must be a PNG, JPEG, GIF or WebP picture`]);
  }
  const content = await queue.run(() => remake(kind, bytes, label));
  return { digest: digestOf(Buffer.from(content).toString('base64')), mediaType: 'image/webp', content };
}

/** The library is large, and most servers never need it: it is loaded with the first picture. */
async function remake(kind: BroughtPicture, bytes: Buffer, label: string): Promise<Uint8Array<ArrayBuffer>> {
  const { default: sharp } = await import('sharp');
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 })
      .timeout({ seconds: PATIENCE })
      .rotate()
      .resize({ ...sizes[kind], fit: 'cover' })
      .webp({ quality: 85 });
    return Uint8Array.from(await picture.toBuffer());
  } catch {
    throw validationFailed([
      `${label} is damaged, or too large to be unpacked (at most ${MOST_PIXELS / 1e6} megapixels)`,
    ]);
  }
}

/** The bytes of a `data:` URI, which JSON clients send; undefined when it is none. */
export function readDataUri(text: string): Uint8Array | undefined {
  const [, base64] = /^data:image\/[a-z0-9.+-]+;base64,([A-Za-z0-9+/=\s]*)$/i.exec(text) ?? [];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}
