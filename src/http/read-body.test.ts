import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MalformedParameters, type Parameters } from '../protocol/parameters.ts';
import { BodyTooLarge } from './body-too-large.ts';
import { readBytes } from './fetch-source.ts';
import { MAX_BODY_BYTES, readBody, readBodyWithFiles } from './read-body.ts';

interface Sent {
  readonly type?: string;
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream;
  readonly headers?: Readonly<Record<string, string>>;
}

const readFrom = (request: Request) =>
  readBody({
    header: (name) => request.headers.get(name) ?? undefined,
    bytes: (most) => readBytes(request, most),
  });

/** Reads a body with exactly this content type: as bytes, so that none is made up for a text. */
function read({ type, body, headers }: Sent): Promise<Parameters> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return readFrom(
    new Request('http://server.test/', {
      method: 'POST',
      ...(bytes === undefined ? {} : { body: bytes }),
      headers: { ...(type === undefined ? {} : { 'Content-Type': type }), ...headers },
      duplex: 'half',
    }),
  );
}

const refused = (message: string | RegExp) => ({ name: 'MalformedParameters', message });

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

for (const type of [
  FORM,
  `${FORM}; charset=UTF-8`,
  FORM.toUpperCase(),
  undefined,
  '',
  'text/plain',
  'text/plain;charset=UTF-8',
]) {
  test(`readBody() reads a form sent as ${type ?? 'nothing'} (decisions, Bodies; lesson 31)`, async () => {
    const parameters = await read({
      ...(type === undefined ? {} : { type }),
      body: 'scope=read+write%20push&state=%C3%A9&x[]=1',
    });
    assert.equal(parameters.one('scope'), 'read write push');
    assert.equal(parameters.one('state'), 'é');
    assert.deepEqual(parameters.all('x'), ['1']);
  });
}

for (const type of [
  JSON_TYPE,
  `${JSON_TYPE}; charset=utf-8`,
  `${JSON_TYPE} ;charset=utf-8`,
  'Application/JSON',
  'application/vnd.api+json',
]) {
  test(`readBody() reads JSON sent as ${type} (decisions, Bodies)`, async () => {
    const parameters = await read({ type, body: '{"client_name":"é","redirect_uris":["a","b"],"scopes":null}' });
    assert.equal(parameters.one('client_name'), 'é');
    assert.deepEqual(parameters.all('redirect_uris'), ['a', 'b']);
    assert.equal(parameters.has('scopes'), false);
  });
}

test('readBody() reads a multipart form, as curl sends it (journeys, decisions, Bodies)', async () => {
  const form = new FormData();
  form.append('client_name', 'Test é');
  form.append('redirect_uris', 'a://b\nc://d');
  form.append('x[]', '1');
  const parameters = await readFrom(new Request('http://server.test/', { method: 'POST', body: form }));
  assert.equal(parameters.one('client_name'), 'Test é');
  // Forms are sent with CRLF; registration splits on either.
  assert.match(parameters.one('redirect_uris') ?? '', /^a:\/\/b\r?\nc:\/\/d$/);
  assert.deepEqual(parameters.all('x'), ['1']);
});

test('readBodyWithFiles() reads nothing where no file was chosen, as browsers send it', async () => {
  const disposition = 'Content-Disposition: form-data; name="avatar"; filename=""';
  const parts = `--x\r\n${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n\r\n`;
  const text = '--x\r\nContent-Disposition: form-data; name="note"\r\n\r\nHi\r\n--x--\r\n';
  const request = new Request('http://server.test/', {
    method: 'POST',
    body: new TextEncoder().encode(parts + text),
    headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
  });
  const source = {
    header: (name: string) => request.headers.get(name) ?? undefined,
    bytes: (most: number) => readBytes(request, most),
  };
  const { parameters, files } = await readBodyWithFiles(source, MAX_BODY_BYTES);
  assert.deepEqual([parameters.one('note'), parameters.has('avatar'), files.size], ['Hi', false, 0]);
});

test('readBody() takes a file for something that is no text (decisions, Bodies)', async () => {
  const form = new FormData();
  form.append('client_secret', new Blob(['hush']), 'secret.txt');
  form.append('client_id', 'app');
  const parameters = await readFrom(new Request('http://server.test/', { method: 'POST', body: form }));
  assert.equal(parameters.one('client_id'), 'app');
  assert.equal(parameters.isComposite('client_secret'), true);
  assert.throws(() => parameters.one('client_secret'), MalformedParameters);
});

for (const type of [FORM, JSON_TYPE, 'multipart/form-data; boundary=x', 'image/png', undefined]) {
  test(`readBody() reads nothing from an empty body of type ${type ?? 'nothing'} (contract §1.1)`, async () => {
    const sent = type === undefined ? {} : { type };
    assert.equal((await read(sent)).has(''), false);
    assert.equal((await read({ ...sent, body: '' })).has(''), false);
  });
}

for (const [what, sent] of [
  ['raw bytes in a form', { type: FORM, body: Uint8Array.of(0x61, 0x3d, 0xff) }],
  ['%FF in a form', { type: FORM, body: 'a=%FF' }],
  ['%FF in a name', { type: FORM, body: '%FF=a' }],
  ['an overlong %C0%80 in a form', { type: FORM, body: 'a=%C0%80' }],
  ['a surrogate %ED%A0%80 in a form', { type: FORM, body: 'a=%ED%A0%80' }],
  ['%FF without a content type', { body: 'a=%FF' }],
  ['raw bytes in JSON', { type: JSON_TYPE, body: Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d) }],
  [
    'raw bytes in a multipart form',
    {
      type: 'multipart/form-data; boundary=x',
      body: Uint8Array.from(
        Buffer.from('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--\r\n', 'latin1'),
      ),
    },
  ],
] as const) {
  test(`readBody() refuses what is not UTF-8: ${what}`, async () => {
    await assert.rejects(read(sent), refused('The body is not valid UTF-8'));
  });
}

for (const body of ['{', '{"a":1}}', 'a=1', '{"a":undefined}', "{'a':'b'}", ' ']) {
  test(`readBody() refuses ${JSON.stringify(body)} as JSON, and does not repeat it (contract §1.1)`, async () => {
    await assert.rejects(read({ type: JSON_TYPE, body }), refused('The body is not valid JSON'));
  });
}

for (const body of ['[]', 'null', '"a"', '1']) {
  test(`readBody() refuses the JSON ${body}, which is no object (decisions, Bodies)`, async () => {
    await assert.rejects(read({ type: JSON_TYPE, body }), refused('The JSON body must be an object'));
  });
}

for (const [what, type, body] of [
  ['without a boundary', 'multipart/form-data', '--x\r\n\r\n--x--\r\n'],
  [
    'with another boundary',
    'multipart/form-data; boundary=y',
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
  ],
  ['that breaks off', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'],
  ['that is a url-encoded form', 'multipart/form-data; boundary=x', 'a=1&b=2'],
] as const) {
  test(`readBody() refuses a multipart body ${what} (contract §1.1)`, async () => {
    await assert.rejects(read({ type, body }), refused('The body is not valid multipart/form-data'));
  });
}

for (const type of ['application/xml', 'image/png', 'multipart/mixed; boundary=x', 'text/html', 'json']) {
  test(`readBody() refuses the type ${type} and says what to send (decisions, Bodies)`, async () => {
    const mediaType = type.split(';')[0];
    await assert.rejects(
      read({ type, body: 'a=1' }),
      refused(`The content type ${mediaType} is not supported; send a form or JSON`),
    );
  });
}

test('readBody() tells no more than the beginning of an endless content type', async () => {
  await assert.rejects(
    read({ type: `x/${'y'.repeat(5000)}`, body: 'a=1' }),
    (error: Error) => error.message.length < 200,
  );
});

const formOf = (bytes: number) => `a=${'x'.repeat(bytes - 2)}`;

function streamOf(text: string, chunkSize: number): { readonly stream: ReadableStream; readonly pulled: () => number } {
  let offset = 0;
  const stream = new ReadableStream({
    pull(controller) {
      if (offset >= text.length) return controller.close();
      controller.enqueue(new TextEncoder().encode(text.slice(offset, offset + chunkSize)));
      offset += chunkSize;
    },
  });
  return { stream, pulled: () => offset };
}

test(`readBody() reads a body of ${MAX_BODY_BYTES} bytes, whole or in chunks`, async () => {
  const body = formOf(MAX_BODY_BYTES);
  for (const sent of [body, streamOf(body, 1000).stream]) {
    const headers = { 'Content-Length': String(MAX_BODY_BYTES) };
    const parameters = await read({ type: FORM, body: sent, headers });
    assert.equal(parameters.one('a')?.length, MAX_BODY_BYTES - 2);
  }
});

test('readBody() refuses a longer body by its declared length, before it reads any of it', async () => {
  const { stream, pulled } = streamOf('a=1', 1);
  const headers = { 'Content-Length': String(MAX_BODY_BYTES + 1) };
  const before = pulled();
  await assert.rejects(read({ type: FORM, body: stream, headers }), BodyTooLarge);
  assert.ok(pulled() <= before + 1);
});

for (const [what, headers] of [
  ['without a declared length', {}],
  ['with a length that is no number', { 'Content-Length': 'many' }],
] as const) {
  test(`readBody() refuses a longer body ${what} as soon as it has grown too long`, async () => {
    const { stream, pulled } = streamOf(formOf(10 * MAX_BODY_BYTES), 64 * 1024);
    await assert.rejects(read({ type: FORM, body: stream, headers }), BodyTooLarge);
    assert.ok(pulled() < 2 * MAX_BODY_BYTES, `${pulled()} bytes were read`);
  });
}

test('readBody() refuses a longer body also where the length lies, which a server of HTTP does not let through (RFC 9112 §6.3)', async () => {
  const headers = { 'Content-Length': '3' };
  await assert.rejects(read({ type: FORM, body: formOf(10 * MAX_BODY_BYTES), headers }), BodyTooLarge);
});

const part = (name: string, value: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

for (const [what, type, body] of [
  ['names without values', FORM, 'a&'.repeat(1e6)],
  ['pairs', FORM, 'a=1&'.repeat(3e6)],
  ['elements of a list', JSON_TYPE, `{"a":[${'{},'.repeat(4e6)}{}]}`],
  ['lists in lists', JSON_TYPE, `{"a":${'['.repeat(6e6)}${']'.repeat(6e6)}}`],
  ['parts', 'multipart/form-data; boundary=x', `${part('a', '').repeat(200_000)}--x--\r\n`],
] as const) {
  test(`readBodyWithFiles() refuses a mass of ${what} before a parser makes something of each, which takes minutes`, async ({
    mock,
  }) => {
    const bytes = new TextEncoder().encode(body);
    const source = { header: (name: string) => (name === 'content-type' ? type : undefined), bytes: async () => bytes };
    const parsers = [
      mock.method(globalThis, 'URLSearchParams'),
      mock.method(JSON, 'parse'),
      mock.method(Response.prototype, 'formData'),
    ];
    await assert.rejects(readBodyWithFiles(source, bytes.byteLength), refused(/too many parameters/));
    for (const parser of parsers) assert.equal(parser.mock.callCount(), 0);
  });
}

test('readBodyWithFiles() reads long texts, however it is sent', async () => {
  const picture = `data:image/png;base64,${'A'.repeat(8e6)}`;
  for (const [type, body] of [
    [FORM, `avatar=${encodeURIComponent(picture)}&note=a,b`],
    [JSON_TYPE, JSON.stringify({ avatar: picture, note: 'a,b' })],
    ['multipart/form-data; boundary=x', `${part('avatar', picture)}${part('note', 'a,b')}--x--\r\n`],
  ] as const) {
    const bytes = new TextEncoder().encode(body);
    const source = { header: (name: string) => (name === 'content-type' ? type : undefined), bytes: async () => bytes };
    const { parameters } = await readBodyWithFiles(source, bytes.byteLength);
    assert.deepEqual([parameters.one('avatar') === picture, parameters.one('note')], [true, 'a,b'], type);
  }
});

test('readBody() reads a character whose bytes come in two chunks', async () => {
  const bytes = new TextEncoder().encode('{"a":"é"}');
  const cut = bytes.indexOf(0xc3) + 1;
  const body = ReadableStream.from([bytes.slice(0, cut), bytes.slice(cut)]);
  assert.equal((await read({ type: JSON_TYPE, body })).one('a'), 'é');
});

for (const [what, sent] of [
  ['a form', { type: FORM, body: 'a=x%00y' }],
  ['JSON', { type: JSON_TYPE, body: '{"a":"x\\u0000y"}' }],
] as const) {
  test(`readBody() keeps a NUL in ${what} where it stands, so that no value is cut short there`, async () => {
    assert.deepEqual((await read(sent)).all('a'), ['x\0y']);
  });
}
