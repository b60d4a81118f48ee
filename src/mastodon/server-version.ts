/** The version of Mastodon whose API this is. Clients tell by the three numbers what they may use (clients §3.15). */
export const MASTODON_VERSION = '4.6.0';

/** The whole version line of the instance methods; `ours` is this software's own version. */
export function serverVersion(ours: string): string {
  return `${MASTODON_VERSION} (compatible; Mastodoor ${ours})`;
}
