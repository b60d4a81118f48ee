import type { BroughtPicture } from '../../accounts/ports.ts';
import { digestOf } from '../../protocol/secret.ts';
import type { FullStore } from '../../storage/store.ts';

/** Who has pictures, and in which colours (degrees of hue). */
const painted: Readonly<Record<string, number>> = { alice: 20, bob: 200, carol: 320 };

/** Gives a few people of a demo pictures of their own. Others keep the drawn ones. */
export async function drawPictures(store: FullStore): Promise<void> {
  const { default: sharp } = await import('sharp');
  for (const [username, hue] of Object.entries(painted)) {
    const account = await store.findAccountByUsername(username);
    if (account === undefined) continue;
    const draw = async (kind: BroughtPicture) => {
      const content = Uint8Array.from(
        await sharp(Buffer.from(svgOf(kind, username, hue)))
          .webp()
          .toBuffer(),
      );
      const digest = digestOf(Buffer.from(content).toString('base64'));
      return { kind, at: Date.now(), picture: { digest, mediaType: 'image/webp', content } };
    };
    const pictures = [await draw('avatar'), await draw('header')];
    const [avatarDescription, headerDescription] = [`The letter ${username[0]?.toUpperCase()}`, 'Hills at dusk'];
    await store.changeAccount(account.id, { avatarDescription, headerDescription }, { pictures });
  }
}

function svgOf(kind: BroughtPicture, username: string, hue: number): string {
  const colour = (lightness: number, shift = 0) => `hsl(${hue + shift} 55% ${lightness}%)`;
  if (kind === 'avatar') {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400" fill="${colour(35)}"/><circle cx="320" cy="90" r="220" fill="${colour(48, 20)}"/><text x="200" y="290" font-family="sans-serif" font-size="260" font-weight="700" text-anchor="middle" fill="white">${username[0]?.toUpperCase()}</text></svg>`;
  }
  const hills = [0, 1, 2].map(
    (row) =>
      `<path d="M0 ${260 + row * 90} Q ${300 + row * 120} ${120 + row * 100} 760 ${280 + row * 80} T 1500 ${230 + row * 90} V500 H0z" fill="${colour(46 - row * 12, row * 12)}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1500" height="500"><rect width="1500" height="500" fill="${colour(80, -30)}"/><circle cx="1120" cy="150" r="70" fill="${colour(93, 40)}"/>${hills.join('')}</svg>`;
}
