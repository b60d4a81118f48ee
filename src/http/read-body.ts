import { MalformedParameters, Parameters } from '../protocol/parameters.ts';

/** Far above any honest request of this API, far below what would hurt. */
export const MAX_BODY_BYTES = 256 * 1024;

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads the parameters of a form, multipart or JSON body; a missing or `text/plain` type is taken for a form, as some
 * clients send none (decisions, Bodies).
 * @throws MalformedParameters, BodyTooLarge
 */
export async function readBody(request: Request): Promise<Parameters> {
  const bytes = await readBytes(request);
  if (bytes.byteLength === 0) return Parameters.none;
  const contentType = request.headers.get('content-type') ?? '';
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'multipart/form-data') return refuseBrokenText(await readMultipart(bytes, contentType));
  const text = decode(bytes);
  if (mediaType === 'application/json' || mediaType.endsWith('+json')) return readJson(text);
  if (mediaType === '' || mediaType === 'text/plain' || mediaType === 'application/x-www-form-urlencoded') {
    return refuseBrokenText([...new URLSearchParams(text)]);
  }
  throw new MalformedParameters(`The content type ${mediaType.slice(0, 100)} is not supported; send a form or JSON`);
}

async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const declared = request.headers.get('content-length');
  if (Number(declared ?? 0) > MAX_BODY_BYTES) throw new BodyTooLarge();
  try {
    // A server lets no more through than was declared (RFC 9112 §6.3); what was not declared is counted as it arrives.
    const bounded = declared !== null && /^[0-9]+$/.test(declared);
    const bytes = bounded ? new Uint8Array(await request.arrayBuffer()) : await readCounting(request.body);
    if (bytes.byteLength > MAX_BODY_BYTES) throw new BodyTooLarge();
    return bytes;
  } catch (error) {
    if (error instanceof BodyTooLarge) throw error;
    // The client hung up or was too slow: its fault, and nothing that an operator must look into.
    throw new MalformedParameters('The body ended early', { cause: error });
  }
}

async function readCounting(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new MalformedParameters('The body is not valid UTF-8');
  }
}

function readJson(text: string): Parameters {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new MalformedParameters('The body is not valid JSON');
  }
  return Parameters.fromJson(body);
}

async function readMultipart(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<[string, unknown][]> {
  try {
    const form = await new Response(bytes, { headers: { 'Content-Type': contentType } }).formData();
    return [...form];
  } catch {
    throw new MalformedParameters('The body is not valid multipart/form-data');
  }
}

/** The replacement character stands for bytes that were not UTF-8, such as `%FF` in a form. */
function refuseBrokenText(pairs: readonly (readonly [string, unknown])[]): Parameters {
  for (const [name, value] of pairs) {
    if (name.includes('\uFFFD') || (typeof value === 'string' && value.includes('\uFFFD'))) {
      throw new MalformedParameters('The body is not valid UTF-8');
    }
  }
  return Parameters.fromPairs(pairs);
}
