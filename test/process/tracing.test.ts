import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Person } from '../support/person.ts';
import { RunningServer } from '../support/running-server.ts';

/** A span as OTLP has it in JSON. */
interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: ReadonlyArray<{ readonly key: string }>;
}

/** Takes what exporters send, as a collector would. */
async function startCollector() {
  const bodies: string[] = [];
  const server = createServer(async (asked, answer) => {
    let body = '';
    for await (const chunk of asked.setEncoding('utf8')) body += chunk;
    bodies.push(body);
    answer.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('No port');
  return {
    url: `http://127.0.0.1:${bound.port}`,
    text: () => bodies.join('\n'),
    spans: () =>
      bodies.flatMap((body) => {
        const { resourceSpans } = JSON.parse(body) as {
          resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
        };
        return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
      }),
    close: () => server.close(),
  };
}

const sdk = fileURLToPath(new URL('../../examples/tracing/otel.mjs', import.meta.url));

describe('traces of a running server', () => {
  let server: RunningServer;
  let collector: Awaited<ReturnType<typeof startCollector>>;

  before(async () => {
    collector = await startCollector();
    server = await RunningServer.start({
      TRACING: 'on',
      NODE_OPTIONS: `--import ${sdk}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'our-door',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    });
  });
  after(async () => {
    await server.dispose();
    collector.close();
  });

  test('go to the SDK of the example, nest, and hold no secret, address or name', async () => {
    await server.addAccount('alice');
    const fields = { client_name: 'Traced', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' };
    const app = (await (await server.post('/api/v1/apps', fields)).json()) as Record<string, string>;
    const client = { client_id: app.client_id ?? '', client_secret: app.client_secret ?? '' };
    const redirect = { redirect_uri: 'urn:ietf:wg:oauth:2.0:oob' };
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: client.client_id, state: 'secret-state' },
      ...redirect,
    });
    const code = await new Person(server, 'alice').approveAndCopyCode(`/oauth/authorize?${query}`);
    const redeem = { grant_type: 'authorization_code', code, ...client, ...redirect };
    const token = (await (await server.post('/oauth/token', redeem)).json()) as Record<string, string>;
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const caller = { Authorization: `Bearer ${token.access_token}`, traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    assert.equal((await server.get('/api/v1/accounts/verify_credentials', caller)).status, 200);
    await server.stop();

    const spans = collector.spans();
    const called = (name: string) => spans.filter((span) => span.name === name);
    const [verify] = called('GET /api/v1/accounts/verify_credentials');
    assert.equal(verify?.traceId, traceId);
    assert.equal(verify?.parentSpanId, 'b7ad6b7169203331');
    const below = spans.filter(({ parentSpanId }) => parentSpanId === verify?.spanId).map(({ name }) => name);
    assert.ok(below.includes('store.findToken'), `${below}`);
    const [signIn] = called('POST /auth/sign_in');
    const [password] = called('password.verify');
    assert.equal(password?.parentSpanId, signIn?.spanId);
    const secrets = [code, token.access_token, client.client_id, client.client_secret, 'secret-state'];
    for (const word of [...secrets, 'alice', '127.0.0.1:', 'Bearer', '?']) {
      assert.ok(
        !collector
          .text()

          .includes(word ?? ''),
        `the traces hold ${word}`,
      );
    }
    assert.match(collector.text(), /"service\.name","value":\{"stringValue":"our-door"\}/);
    const traced = server.log.find(({ route }) => route === '/api/v1/accounts/verify_credentials');
    assert.equal(traced?.traceId, traceId);
  });
});

test('traces that nobody takes are told to the operator, and harm nothing', async () => {
  const server = await RunningServer.start({ TRACING: 'on' });
  assert.match(server.stderr, /TRACING is on and no OpenTelemetry SDK is loaded/);
  assert.equal((await server.get('/api/v1/instance')).status, 200);
  await server.dispose();
});
