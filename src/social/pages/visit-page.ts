import type { Incoming } from '../../http/incoming.ts';
import { html, type Reply, withCookies } from '../../http/reply.ts';
import { beginVisit } from '../../http/visit.ts';
import type { Frame } from '../../pages/layout.ts';
import type { Markup } from '../../pages/markup.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';

/** Contract §1.5: other sites may look at a profile and at what is below it, without the reader's cookies. */
const anyOrigin = { 'Access-Control-Allow-Origin': '*' };

/** Answers with a page for whoever sits before the browser; it is drawn with what they may see. */
export async function visitPage(
  deps: Pick<SocialDeps, 'kit'>,
  request: Incoming,
  draw: (frame: Frame, viewer: SocialPerson | undefined) => Promise<Markup>,
): Promise<Reply> {
  return visitAs(deps, request, async (viewer, frame) => html(await draw(frame, viewer), 200, anyOrigin));
}

/** Answers whoever sits before the browser, with what they may see. */
export async function visitAs(
  { kit }: Pick<SocialDeps, 'kit'>,
  request: Incoming,
  answer: (viewer: SocialPerson | undefined, frame: Frame) => Promise<Reply>,
): Promise<Reply> {
  const visit = await beginVisit(kit.http, request);
  const person = visit.signedIn?.person;
  const viewer = person?.state === 'active' ? person : undefined;
  return withCookies(await answer(viewer, visit.frame), visit.cookies);
}
