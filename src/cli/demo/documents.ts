/** A page that says how it is meant. */
export interface Document {
  readonly name: string;
  readonly url: string;
}

/** A section of a standard. */
export function rfc(number: number, section: string): Document {
  return { name: `RFC ${number} §${section}`, url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}` };
}

/** A page of Mastodon's documentation, by its path without slashes around it. */
export function mastodon(page: string, anchor = ''): Document {
  const hash = anchor === '' ? '' : `#${anchor}`;
  return { name: `Mastodon: ${page}${hash}`, url: `https://docs.joinmastodon.org/${page}/${hash}` };
}
