import type { BroughtPicture } from '../../accounts/ports.ts';
import { recordNotFound } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import type { Reply } from '../../http/reply.ts';
import type { SocialDeps } from '../social-deps.ts';

/** `GET /pictures/KIND/ID/DIGEST.webp`: a picture that somebody brought, as long as it is theirs and they are not suspended. */
export const showBroughtPicture =
  ({ store }: Pick<SocialDeps, 'store'>, kind: BroughtPicture) =>
  async (request: Incoming): Promise<Reply> => {
    const [, digest] = /^([A-Za-z0-9_-]{43})\.webp$/.exec(request.part('file')) ?? [];
    const picture = digest === undefined ? undefined : await store.findPicture(request.part('id'), kind, digest);
    const account = picture && (await store.findAccount(request.part('id')));
    if (picture === undefined || account?.state === 'suspended') throw recordNotFound();
    return {
      status: 200,
      headers: { 'Content-Type': picture.mediaType, 'Cache-Control': 'public, max-age=31536000, immutable' },
      body: picture.content,
    };
  };
