import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { createTracing, type Tracing } from './tracing.ts';

const answered = {
  ...{ requestId: 'r', method: 'GET', route: '/api/v1/accounts/:id', status: 200 },
  ...{ milliseconds: 1, address: '192.0.2.1' },
};

function incoming(headers: Readonly<Record<string, string>> = {}): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  Object.assign(message, { method: 'GET', url: '/api/v1/accounts/42?access_token=secret', headers });
  return message;
}

describe('tracing', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  let tracing: Tracing;

  before(() => {
    const unheard = createTracing({ engine: 'sqlite', publicUrl: 'https://social.example' });
    assert.equal(unheard.isHeard, false);
    provider.register();
    tracing = createTracing({ engine: 'sqlite', publicUrl: 'https://social.example' });
  });
  afterEach(() => exporter.reset());
  after(() => provider.shutdown());

  const spanCalled = (name: string): ReadableSpan => {
    const span = exporter.getFinishedSpans().find((one) => one.name === name);
    assert.ok(span, `no span ${name} among ${exporter.getFinishedSpans().map((one) => one.name)}`);
    return span;
  };

  test('is heard once an SDK is registered', () => {
    assert.equal(tracing.isHeard, true);
  });

  test('makes a span of a request, and of what it asks of the store and of passwords below it', async () => {
    await tracing.request(incoming(), async () => {
      await tracing.aroundPasswords('verify', async () => true);
      await tracing.aroundStore('findToken', async () => undefined);
      tracing.answered(answered);
      return new Response();
    });
    const request = spanCalled('GET /api/v1/accounts/:id');
    assert.equal(request.kind, SpanKind.SERVER);
    assert.deepEqual(request.attributes, {
      'url.scheme': 'https',
      'server.address': 'social.example',
      'http.request.method': 'GET',
      'http.route': '/api/v1/accounts/:id',
      'http.response.status_code': 200,
    });
    for (const name of ['password.verify', 'store.findToken']) {
      assert.equal(spanCalled(name).parentSpanContext?.spanId, request.spanContext().spanId, name);
    }
    assert.deepEqual(spanCalled('store.findToken').attributes, {
      'db.system.name': 'sqlite',
      'db.operation.name': 'findToken',
    });
  });

  test("goes on with the caller's trace (W3C Trace Context)", async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
    await tracing.request(incoming({ traceparent }), async () => {
      assert.equal(tracing.traceId(), traceId);
      return new Response();
    });
    const span = spanCalled('GET');
    assert.equal(span.spanContext().traceId, traceId);
    assert.equal(span.parentSpanContext?.spanId, 'b7ad6b7169203331');
  });

  test('begins a trace of its own for a traceparent that is none', async () => {
    await tracing.request(incoming({ traceparent: '00-nonsense' }), async () => new Response());
    assert.equal(spanCalled('GET').parentSpanContext, undefined);
    assert.match(spanCalled('GET').spanContext().traceId, /^[0-9a-f]{32}$/);
  });

  test('marks what failed by its kind, and repeats no words of an error', async () => {
    const failing = tracing.request(incoming(), async () => {
      tracing.answered({ ...answered, status: 503 });
      await tracing.aroundStore('findToken', () => Promise.reject(new TypeError('token secret')));
      return new Response();
    });
    await assert.rejects(failing, TypeError);
    const store = spanCalled('store.findToken');
    assert.equal(store.attributes['error.type'], 'TypeError');
    assert.equal(store.status.code, SpanStatusCode.ERROR);
    assert.equal(store.status.message, undefined);
    assert.deepEqual(store.events, []);
    assert.equal(spanCalled('GET /api/v1/accounts/:id').status.code, SpanStatusCode.ERROR);
  });

  test('makes no span of work that no request waits for, and one of each mail', async () => {
    await tracing.aroundStore('sweep', async () => 0);
    await tracing.aroundMail('send', async () => undefined);
    assert.deepEqual(
      exporter.getFinishedSpans().map(({ name }) => name),
      ['mail.send'],
    );
  });
});
