import type { UserCaller } from '../../http/access.ts';
import type { Incoming } from '../../http/incoming.ts';
import { json, type Reply } from '../../http/reply.ts';
import type { SocialPerson } from '../social-deps.ts';

/** `GET /api/v1/preferences`: what the person chose for all of their apps. Nothing is chosen here about reading. */
export function showPreferences(_: Incoming, { person }: UserCaller<SocialPerson>): Reply {
  const { postingVisibility, postingSensitive, postingLanguage, locked } = person.account.account;
  return json({
    'posting:default:visibility': postingVisibility ?? (locked ? 'private' : 'public'),
    'posting:default:sensitive': postingSensitive,
    'posting:default:language': postingLanguage ?? null,
    'posting:default:quote_policy': 'public',
    'reading:expand:media': 'default',
    'reading:expand:spoilers': false,
    'reading:autoplay:gifs': false,
  });
}
