import type { Surface } from './route.ts';

/** Contract §1.3: on every response. HSTS is added where the public URL is https. */
const everywhere = {
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'X-XSS-Protection': '0',
  'Referrer-Policy': 'same-origin',
} as const;

const anyOrigin = { 'Access-Control-Allow-Origin': '*' } as const;

/** What a web app may read beside the body (contract §1.5). */
const exposedByApi =
  'Link, Mastodon-Async-Refresh, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id';

/** How shared caches may keep what anyone may read on `/api` (contract §1.3). */
export const PUBLIC_READ = 'max-age=15, public, stale-while-revalidate=30, stale-if-error=86400';

const nothingAllowed = "default-src 'none'; frame-ancestors 'none'; form-action 'none'";

/**
 * The pages' policy. No script runs at all. There is no `form-action` and no Cross-Origin-Opener-Policy: Chromium applies
 * the first to the redirect back to the app, and the second cuts a web app's pop-up from its opener (clients §3.6, §3.7).
 */
const pagePolicy = (imageSources: readonly string[]) =>
  `default-src 'none'; script-src 'none'; style-src 'self'; img-src ${["'self'", 'data:', ...imageSources].join(' ')}; base-uri 'none'; frame-ancestors 'none'`;

/** The headers that every response of a surface starts from; a reply's own headers replace them. */
export type SurfaceHeaders = Readonly<Record<Surface, Readonly<Record<string, string>>>>;

/** A year, in seconds. */
const HSTS_AGE = 31_536_000;

/**
 * The headers of all surfaces; with HSTS where the server is reached by https (contract §1.3).
 * @param site.imageSources origins beside this one from which pages show pictures
 */
export function createSurfaceHeaders(site: {
  readonly issuer: string;
  readonly imageSources: readonly string[];
}): SurfaceHeaders {
  const isSecure = site.issuer.startsWith('https:');
  const common = { ...everywhere, ...(isSecure ? { 'Strict-Transport-Security': `max-age=${HSTS_AGE}` } : {}) };
  const api = {
    ...common,
    ...anyOrigin,
    'Access-Control-Expose-Headers': exposedByApi,
    'Content-Security-Policy': nothingAllowed,
    'Cache-Control': 'private, no-store',
    Vary: 'Authorization, Origin',
  };
  return {
    api,
    // Proxies hand a refusal of the gateway on to the web app that called the API.
    gateway: api,
    oauth: { ...common, ...anyOrigin, 'Content-Security-Policy': nothingAllowed, 'Cache-Control': 'no-store' },
    'oauth-direct': { ...common, 'Content-Security-Policy': nothingAllowed, 'Cache-Control': 'no-store' },
    discovery: {
      ...common,
      ...anyOrigin,
      'Content-Security-Policy': nothingAllowed,
      'Cache-Control': 'max-age=180, public',
    },
    page: {
      ...common,
      'Content-Security-Policy': pagePolicy(site.imageSources),
      'Cache-Control': 'private, no-store',
      // A page depends on who is signed in and on the browser's language.
      Vary: 'Cookie, Accept-Language',
    },
    asset: { ...common, 'Cache-Control': 'public, max-age=31536000, immutable' },
  };
}

/** Surfaces whose paths answer a preflight; the others get a bare 200 (contract §1.5). */
export const crossOriginSurfaces: ReadonlySet<Surface> = new Set<Surface>(['api', 'oauth', 'discovery']);

/** The answer to a CORS preflight: the asked headers are allowed by name, because `*` does not cover Authorization. */
export function preflightHeaders(
  methods: readonly string[],
  requestedHeaders: string | undefined,
): Record<string, string> {
  return {
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': requestedHeaders ?? 'Authorization, Content-Type, Idempotency-Key',
    'Access-Control-Max-Age': '7200',
  };
}
