import { recordNotFound } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import type { Reply } from '../http/reply.ts';
import type { Person } from '../protocol/person.ts';
import { findById } from './find-people.ts';
import { hostOf } from './local-username.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import type { PictureKind } from './picture-paths.ts';
import { remembering } from './remembering.ts';

type Picture = Uint8Array<ArrayBuffer>;

/** Drawing needs libraries that most servers never do: they are loaded with the first picture. */
const draw = {
  avatars: async (accountId: string): Promise<Picture> => (await import('./draw-pictures.ts')).drawAvatar(accountId),
  headers: async (accountId: string): Promise<Picture> => (await import('./draw-pictures.ts')).drawHeader(accountId),
  thumbnail: async (name: string): Promise<Picture> => (await import('./draw-pictures.ts')).drawThumbnail(name),
} as const;

/** A picture costs about 10 ms and 8 kB: those of the accounts that were looked at last are kept. */
const KEPT_PICTURES = 256;

/** `GET /pictures/KIND/ID.png`: a picture that follows from the id, of accounts that exist and no others. */
export const showPicture = <P extends Person>(
  deps: Pick<MastodonDeps<P>, 'directory'>,
  kind: PictureKind,
): ((request: Incoming) => Promise<Reply>) => {
  const drawOnce = remembering(draw[kind], KEPT_PICTURES);
  return async (request) => {
    const [, id] = /^(.+)\.png$/.exec(request.part('file')) ?? [];
    const person = id === undefined ? undefined : await findById(deps, id);
    if (person === undefined) throw recordNotFound();
    return pictureReply(await drawOnce(person.id));
  };
};

/** `GET /pictures/thumbnail.png`. */
export const showThumbnail = ({ issuer }: Pick<MastodonDeps, 'issuer'>): (() => Promise<Reply>) => {
  const drawOnce = remembering(draw.thumbnail, 1);
  return async () => pictureReply(await drawOnce(hostOf(issuer)));
};

function pictureReply(body: Picture): Reply {
  return {
    status: 200,
    headers: { 'Content-Type': 'image/png', 'Cache-Control': 'public, max-age=31536000, immutable' },
    body,
  };
}
