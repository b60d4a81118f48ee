import type { Brand } from './brand.ts';
import { brandColours } from './brand-colours.ts';
import { brandIcon, brandMark } from './brand-mark.ts';
import { type Door, door } from './door.ts';
import { html, type Insertable, type Markup } from './markup.ts';
import type { Messages } from './messages/messages.ts';
import { technical } from './names.ts';
import { visibleName } from './visible-name.ts';

/** What every page needs to know besides its own view. */
export interface Frame {
  /** The words, in the reader's language. */
  readonly messages: Messages;
  readonly brand: Brand;
  /** Prefixes a path of this server, which may be mounted below another one's. */
  readonly path: (path: string) => string;
  /** Where the stylesheet is; not prefixed yet. */
  readonly stylesheetPath: string;
  /** Where the name in the header and the ways back to the start lead. */
  readonly home: string;
  /** Where a page sends people to sign in. */
  readonly signInUrl: string;
  /** Where the header's way to sign out leads; without it the header has none. */
  readonly signOutUrl: string | undefined;
  /** Where the header's way to another account that is signed in leads; absent where there is none. */
  readonly switchAccountUrl?: string | undefined;
  readonly signedInAs?:
    | { readonly handle: string; readonly displayName: string; readonly avatarUrl: string }
    | undefined;
  /** Goes into every form as `authenticity_token`. */
  readonly csrfToken: string;
  /** Words of the host's own, below what the page has to say. */
  readonly note?: Markup | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** What a page hands to {@link layout}. */
export interface Layout {
  readonly title: string;
  /** A doorway, wide or not, holds one question or one answer; a hall holds things to look through. */
  readonly look: 'doorway' | 'wide doorway' | 'hall';
  readonly door: Door;
  /** Whether the header names who is signed in. Not where the page itself does, or asks for it. */
  readonly showsAccount?: boolean;
  /** Links beside a hall's content, made by `hallNavigation()`. */
  readonly navigation?: Markup | undefined;
  readonly content: Insertable;
}

/** The whole document around a page's content. */
export function layout(frame: Frame, page: Layout): Markup {
  const { messages, brand } = frame;
  const brandName = visibleName(brand.name, messages.common.madeWith);
  const colours = brandColours(brand);
  const content = [page.content, frame.note && html`<div class="host-note">${frame.note}</div>`];
  return html`<!doctype html>
<html lang="${messages.lang}" dir="${messages.dir}">
<head>
<meta charset="utf-8">
<title>${page.title} · ${brandName}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="${colours.light.wall}">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="${colours.dark.wall}">
<meta name="robots" content="noindex">
<link rel="stylesheet" href="${frame.path(frame.stylesheetPath)}">
${brandIcon(brand)}
</head>
<body class="${page.look} at-${page.door}-door">
${page.navigation && html`<a class="skip button button-main" href="#content">${messages.common.skipToContent}</a>`}
<header class="top">
<a class="brand" href="${frame.home}">${brandMark(brand, brandName)}</a>
${page.showsAccount && accountLinks(frame)}
</header>
${page.navigation === undefined ? main(page, content) : html`<div class="hall-with-rooms">${page.navigation}${main(page, content)}</div>`}
<div class="floor"></div>
</body>
</html>`;
}

function main({ look, door: state }: Layout, content: Insertable): Markup {
  // What a link within the page leads to must take the focus, or the next press of Tab starts from the top again.
  return html`<main id="content" tabindex="-1">
${look === 'hall' ? content : html`<div class="frame">${door(state)}${content}</div>`}
</main>`;
}

function accountLinks({ messages, brand, signedInAs, switchAccountUrl, signOutUrl }: Frame): Insertable {
  return (
    signedInAs !== undefined &&
    html`<p class="whoami"><span>${messages.common.signedInAs(technical(signedInAs.handle))}</span>
${brand.accountUrl !== undefined && html`<a href="${brand.accountUrl}">${messages.common.yourAccount}</a>`}
${switchAccountUrl !== undefined && html`<a href="${switchAccountUrl}">${messages.common.switchAccount}</a>`}
${signOutUrl !== undefined && html`<a href="${signOutUrl}">${messages.common.signOut}</a>`}</p>`
  );
}
