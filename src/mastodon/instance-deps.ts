import type { Person } from '../protocol/person.ts';
import type { InstanceSettings } from './instance-settings.ts';
import type { MastodonDeps } from './mastodon-deps.ts';

/** What the methods about the server itself need. */
export interface InstanceDeps<P extends Person = Person> extends Pick<MastodonDeps<P>, 'issuer' | 'people'> {
  readonly instance: InstanceSettings;
  readonly vapidPublicKey: string;
  /** Of this software: three numbers. */
  readonly version: string;
}
