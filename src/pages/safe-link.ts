/** Schemes that run script or show what is not the web; never a link, whoever asked for it. */
const forbiddenSchemes = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'blob:',
  'about:',
  'filesystem:',
  'view-source:',
]);

/** The address when it is a web address that may be linked, else `undefined`. */
export function webLink(address: string | undefined): string | undefined {
  const url = address === undefined ? null : URL.parse(address);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? address : undefined;
}

/** The address when it may lead back to an app (which may own a scheme of its own), else `undefined`. */
export function appLink(address: string): string | undefined {
  const url = URL.parse(address);
  return url !== null && !forbiddenSchemes.has(url.protocol) ? address : undefined;
}

/** The address when it is a web address or a path of this very origin, else `undefined`. */
export function ownLink(address: string): string | undefined {
  if (!address.startsWith('/')) return webLink(address);
  // Browsers read `//host`, `/\host` and even `/<tab>/host` as another origin: ask the parser, not the eye.
  return URL.parse(address, unlikelyOrigin)?.origin === unlikelyOrigin ? address : undefined;
}

/** The address when a page may show a picture from it: the web, this very origin, or the address itself. */
export function pictureLink(address: unknown): string | undefined {
  // A blank would end the address where several may stand (`srcset`).
  if (typeof address !== 'string' || /\s/.test(address)) return undefined;
  return /^data:image\/[\w.+-]+[;,]/i.test(address) ? address : ownLink(address);
}

const unlikelyOrigin = 'https://own.invalid';
