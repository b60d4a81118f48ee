import type { Frame } from '../pages/layout.ts';
import type { Messages } from '../pages/messages/messages.ts';
import type { Person } from '../protocol/person.ts';
import type { HttpDeps } from './http-deps.ts';
import { pathOf } from './paths.ts';
import { presentPerson } from './present.ts';

/** What a page is framed with. */
export function frameOf<P extends Person>(
  { issuer, brand, stylesheet, signInWay, world }: HttpDeps<P>,
  reader: {
    readonly messages: Messages;
    readonly person: P | undefined;
    readonly csrfToken: string;
    readonly switchAccountUrl?: string | undefined;
  },
): Frame {
  return {
    messages: reader.messages,
    brand,
    path: (path) => pathOf(issuer, path),
    stylesheetPath: stylesheet.path,
    home: brand.homeUrl ?? pathOf(issuer, '/'),
    signInUrl: signInWay.signInUrl({ reason: 'nobody' }),
    signOutUrl: signInWay.signOutUrl,
    switchAccountUrl: reader.switchAccountUrl,
    signedInAs: reader.person && presentPerson(reader.person, issuer),
    csrfToken: reader.csrfToken,
    now: world.now(),
  };
}
