import type { Parameters } from '../../protocol/parameters.ts';

/** The streams that there are. Nothing of other servers is here, so `public` and `public:local` have the same. */
export const streamNames = ['user', 'user:notification', 'public', 'public:local', 'public:remote'] as const;

/** One of {@link streamNames}. */
export type StreamName = (typeof streamNames)[number];

/** The stream that a name is of; undefined when there is no such stream. */
export function streamNamed(name: unknown): StreamName | undefined {
  return streamNames.find((known) => known === name);
}

const readsStatuses = ['read', 'read:statuses'] as const;
const readsNotifications = ['read', 'read:notifications'] as const;

/** The scopes of which a token must hold one for a stream (`contract/scopes.json`). */
export function scopesOf(name: StreamName): readonly string[] {
  return name === 'user:notification' ? readsNotifications : readsStatuses;
}

/** The scopes of which a token must hold one to connect at all. */
export const scopesOfAny: readonly string[] = [...new Set([...readsStatuses, ...readsNotifications])];

/** Whether a token with these scopes is told of notifications in the stream of its person. */
export function hearsNotifications(scopes: readonly string[]): boolean {
  return readsNotifications.some((scope) => scopes.includes(scope));
}

/** The name of the stream that a path below `/api/v1/streaming` or its query asks for. */
export function askedStream(path: string, query: Parameters): string | undefined {
  const below = /\/api\/v1\/streaming\/(.+?)\/?$/.exec(path)?.[1];
  return below === undefined ? query.all('stream').at(-1) : below.replaceAll('/', ':');
}
