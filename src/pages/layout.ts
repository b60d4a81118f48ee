import { type Door, door } from './door.ts';
import { html, type Insertable, type Markup } from './markup.ts';
import type { Messages } from './messages/messages.ts';
import { technical } from './names.ts';
import { stylesheetPath } from './styles.ts';
import { visibleName } from './visible-name.ts';

/** Whose server it is. */
export interface Brand {
  readonly name: string;
}

/** What every page needs to know besides its own view. */
export interface Frame {
  /** The words, in the reader's language. */
  readonly messages: Messages;
  readonly brand: Brand;
  /** Prefixes a path of this server, which may be mounted below another one's. */
  readonly path: (path: string) => string;
  readonly signedInAs?:
    | { readonly handle: string; readonly displayName: string; readonly avatarUrl: string }
    | undefined;
  /** Goes into every form as `authenticity_token`. */
  readonly csrfToken: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

export interface Layout {
  readonly title: string;
  /** A doorway, wide or not, holds one question or one answer; a hall holds things to look through. */
  readonly look: 'doorway' | 'wide doorway' | 'hall';
  readonly door: Door;
  /** Whether the header names who is signed in. Not where the page itself does, or asks for it. */
  readonly showsAccount?: boolean;
  readonly content: Insertable;
}

/** The whole document around a page's content. */
export function layout(frame: Frame, page: Layout): Markup {
  const { messages, brand } = frame;
  const brandName = visibleName(brand.name, messages.common.madeWith);
  return html`<!doctype html>
<html lang="${messages.lang}" dir="${messages.dir}">
<head>
<meta charset="utf-8">
<title>${page.title} · ${brandName}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="stylesheet" href="${frame.path(stylesheetPath)}">
<link rel="icon" href="${icon}">
</head>
<body class="${page.look} at-${page.door}-door">
<header class="top">
<a class="brand" href="${frame.path('/')}">${door('ajar')}<bdi>${brandName}</bdi></a>
${page.showsAccount && accountLinks(frame)}
</header>
<main>
${page.look === 'hall' ? page.content : html`<div class="frame">${door(page.door)}${page.content}</div>`}
</main>
<footer class="floor"></footer>
</body>
</html>`;
}

function accountLinks({ messages, signedInAs, path }: Frame): Insertable {
  return (
    signedInAs !== undefined &&
    html`<p class="whoami"><span>${messages.common.signedInAs(technical(signedInAs.handle))}</span>
<a href="${path('/auth/sign_out')}">${messages.common.signOut}</a></p>`
  );
}

/** Without one, browsers ask for `/favicon.ico` on every visit. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 72"><path fill="#f2b84b" d="M18 62V31a14 14 0 0 1 28 0v31z"/><path fill="#0e5a57" d="M18 62V31c0-9 3.500-15.500 7.500-15.700C30 15 33 21.500 33 30v36z"/><g fill="#8fa39c"><path d="M8 62c-1.600-10-2-20-2-30C6 17 17 6.500 31 5.500 20 10.500 15.500 20 15.500 31v31z"/><path d="M56 62c1.600-10 2-20 2-30C58 17 47 6.500 33 5.500 44 10.500 48.500 20 48.500 31v31z"/></g></svg>`,
)}`;
