import { digestOf } from '../../protocol/secret.ts';
import { WorkQueue } from '../password/work-queue.ts';
import type { BroughtPicture, Picture } from '../ports.ts';

/** What pictures may be; as large as Mastodon lets them be. */
export const pictureLimits = { bytes: 8 * 1024 * 1024, megapixels: 40 } as const;

/** Why something is not taken as a picture. */
export type PictureProblem = 'too large' | 'no picture' | 'damaged';

/** As Mastodon shows them, in pixels. */
const sizes = { avatar: { width: 400, height: 400 }, header: { width: 1500, height: 500 } } as const;

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
 * @throws Overloaded when too many are being made
 */
export async function readPicture(kind: BroughtPicture, sent: Uint8Array): Promise<Picture | PictureProblem> {
  if (sent.byteLength > pictureLimits.bytes) return 'too large';
  const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength);
  if (!beginnings.some((fits) => fits(bytes))) return 'no picture';
  const content = await queue.run(() => remake(kind, bytes));
  if (content === undefined) return 'damaged';
  return { digest: digestOf(Buffer.from(content).toString('base64')), mediaType: 'image/webp', content };
}

/** Undefined when it cannot be unpacked. The library is large, and most servers never need it: it is loaded with the first picture. */
async function remake(kind: BroughtPicture, bytes: Buffer): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { default: sharp } = await import('sharp');
  try {
    const picture = sharp(bytes, { limitInputPixels: pictureLimits.megapixels * 1e6, failOn: 'error', pages: 1 })
      .timeout({ seconds: PATIENCE })
      .rotate()
      .resize({ ...sizes[kind], fit: 'cover' })
      .webp({ quality: 85 });
    return Uint8Array.from(await picture.toBuffer());
  } catch {
    return undefined;
  }
}
