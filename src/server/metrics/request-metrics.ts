import { Counter, Histogram, type Registry } from 'prom-client';
import type { Answered } from '../../http/mount-routes.ts';
import { rateLimits } from '../../http/rate-limiter.ts';

/** Seconds, from what memory answers to what a person notices. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Whatever else a client may write in the place of a method is counted as one. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Limits that stand before the password of a sign-in. */
const signInLimit = /^sign-in by /;

/**
 * Counts answers. Labels come from what is declared, never from what was sent: all unknown paths are the route `*`, so
 * nobody makes the figures grow by asking.
 */
export function requestMetrics(registry: Registry, signIns: Counter<'outcome'>): (answered: Answered) => void {
  const registers = [registry];
  const requests = new Counter({
    registers,
    name: 'mastodoor_http_requests_total',
    help: 'Answered requests, by method, declared route and status.',
    labelNames: ['method', 'route', 'status'] as const,
  });
  const seconds = new Histogram({
    registers,
    buckets,
    name: 'mastodoor_http_request_seconds',
    help: 'From the arrival of a request to its answer.',
    labelNames: ['method', 'route'] as const,
  });
  const limits = new Counter({
    registers,
    name: 'mastodoor_limits_hit_total',
    help: 'Requests that were refused because of a rate limit, by its name.',
    labelNames: ['limit'] as const,
  });
  // From zero on, so that the first of its kind is seen as an increase.
  for (const { name } of Object.values(rateLimits)) limits.inc({ limit: name }, 0);
  return ({ method: sent, route, status, milliseconds, limit }) => {
    const method = methods.has(sent) ? sent : 'other';
    requests.inc({ method, route, status });
    seconds.observe({ method, route }, milliseconds / 1000);
    if (limit === undefined) return;
    limits.inc({ limit });
    if (signInLimit.test(limit)) signIns.inc({ outcome: 'limited' });
  };
}
