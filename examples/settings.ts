/** What every example takes from its environment; a server of yours has its own. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const port = Number(process.env.PORT ?? 3000);

/** May have a path, such as http://localhost:3000/social: everything is then below it. */
export const issuer = process.env.ISSUER ?? `http://localhost:${port}`;

/** A new database at each start, which no server but an example wants. */
export const databasePath = join(mkdtempSync(join(tmpdir(), 'mastodoor-example-')), 'auth.db');

/** The same at each start and kept secret, in a server that keeps its database. */
export const secretKey = process.env.SECRET_KEY ?? randomBytes(32).toString('base64url');

/** Off for a test that does in a second what people do in a day. */
export const rateLimitFactor = process.env.RATE_LIMIT_FACTOR === 'off' ? Number.POSITIVE_INFINITY : 1;

export const instance = {
  title: 'An example',
  description: 'A server that lets Mastodon apps in',
  contactEmail: '',
  contactUsername: undefined,
  rules: [],
};
