import type { PictureKind } from '../accounts/picture-urls.ts';
import { recordNotFound } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import type { Reply } from '../http/reply.ts';
import { drawAvatar, drawHeader, drawThumbnail } from './draw-pictures.ts';
import { hostOf } from './local-username.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import { remembering } from './remembering.ts';
import { findById } from './show-accounts.ts';

type Picture = Uint8Array<ArrayBuffer>;

const draw: Readonly<Record<PictureKind, (accountId: string) => Picture>> = {
  avatars: drawAvatar,
  headers: drawHeader,
};

/** A picture costs about 10 ms and 8 kB: those of the accounts that were looked at last are kept. */
const KEPT_PICTURES = 256;

/** `GET /pictures/KIND/ID.png`: a picture that follows from the id, of accounts that exist and no others. */
export const showPicture = (deps: MastodonDeps, kind: PictureKind): ((request: Incoming) => Promise<Reply>) => {
  const drawOnce = remembering(draw[kind], KEPT_PICTURES);
  return async (request) => {
    const [, id] = /^([0-9]+)\.png$/.exec(request.part('file')) ?? [];
    const account = id === undefined ? undefined : await findById(deps, id);
    if (account === undefined) throw recordNotFound();
    return pictureReply(drawOnce(account.id));
  };
};

/** `GET /pictures/thumbnail.png`. */
export const showThumbnail = ({ origin }: MastodonDeps): (() => Reply) => {
  const drawOnce = remembering(drawThumbnail, 1);
  return () => pictureReply(drawOnce(hostOf(origin)));
};

function pictureReply(body: Picture): Reply {
  return {
    status: 200,
    headers: { 'Content-Type': 'image/png', 'Cache-Control': 'public, max-age=31536000, immutable' },
    body,
  };
}
