/** The host under which the accounts of a server are known: of its public origin, with the port when it has one. */
export function hostOf(origin: string): string {
  return new URL(origin).host;
}

/** The username in `alice`, `@alice` or `alice@host`; undefined when it is malformed or of another server. */
export function readLocalUsername(handle: string, origin: string): string | undefined {
  const match = /^@?([A-Za-z0-9_]{1,64})(?:@([^@\s]{1,255}))?$/.exec(handle);
  const [, username, host] = match ?? [];
  return host === undefined || host.toLowerCase() === hostOf(origin) ? username : undefined;
}
