import type { IncomingMessage } from 'node:http';
import {
  type Attributes,
  context,
  ProxyTracerProvider,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Answered } from '../http/mount-routes.ts';
import { version } from '../library/version.ts';
import type { Around } from './around-store.ts';

/** Makes spans of the server's work. They hold names, numbers and statuses: no path, no query, no header, no body. */
export interface Tracing {
  /** Whether an SDK takes the spans. Without one, nobody does, and the operator should know. */
  readonly isHeard: boolean;
  /** A span around the answer of a request, below the caller's when it sent `traceparent` (W3C Trace Context). */
  request<T>(incoming: IncomingMessage, answer: () => Promise<T>): Promise<T>;
  /** Names the span of the request that was answered just now, where its route is known. */
  answered(answered: Answered): void;
  /** Spans around calls of the store, below the request that made them; work that no request waits for has none. */
  readonly aroundStore: Around;
  readonly aroundPasswords: Around;
  /** A span of its own where no request waits for the mail. */
  readonly aroundMail: Around;
  /** The trace that is going on, for the log. */
  traceId(): string | undefined;
}

/**
 * Traces through the standard API, whichever SDK was registered.
 * @param engine what OpenTelemetry calls the database
 */
export function createTracing(parts: {
  readonly engine: 'sqlite' | 'postgresql';
  readonly publicUrl: string;
}): Tracing {
  const tracer = trace.getTracer('mastodoor', version);
  const { protocol, hostname } = new URL(parts.publicUrl);
  const about = { 'url.scheme': protocol.slice(0, -1), 'server.address': hostname };

  const spanned =
    (prefix: string, attributesOf: (name: string) => Attributes): Around =>
    (name, call) => {
      const options = { kind: SpanKind.CLIENT, attributes: attributesOf(name) };
      return tracer.startActiveSpan(`${prefix}.${name}`, options, (span) => within(span, call));
    };
  const spannedStore = spanned('store', (name) => ({ 'db.system.name': parts.engine, 'db.operation.name': name }));

  return {
    isHeard: isHeard(),
    request(incoming, answer) {
      const method = incoming.method ?? 'GET';
      const attributes = { ...about, 'http.request.method': method };
      const parent = propagation.extract(context.active(), incoming.headers);
      const options = { kind: SpanKind.SERVER, attributes };
      return tracer.startActiveSpan(method, options, parent, (span) => within(span, answer));
    },
    answered({ method, route, status }) {
      const span = trace.getActiveSpan();
      if (span === undefined) return;
      span.updateName(`${method} ${route}`);
      span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
      if (status < 500) return;
      span.setAttribute('error.type', String(status));
      span.setStatus({ code: SpanStatusCode.ERROR });
    },
    aroundStore: (name, call) => (trace.getActiveSpan() === undefined ? call() : spannedStore(name, call)),
    aroundPasswords: spanned('password', () => ({})),
    aroundMail: spanned('mail', () => ({})),
    traceId: () => trace.getActiveSpan()?.spanContext().traceId,
  };
}

/** Ends a span with the call. Of an error only its kind is told: its words may quote what somebody sent. */
async function within<T>(span: Span, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

/** Before an SDK is registered, the provider that everybody gets hands out tracers that do nothing. */
function isHeard(): boolean {
  const provider = trace.getTracerProvider();
  if (!(provider instanceof ProxyTracerProvider)) return true;
  return provider.getDelegate() !== new ProxyTracerProvider().getDelegate();
}
