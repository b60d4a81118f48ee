import { MalformedParameters, Parameters } from '../protocol/parameters.ts';
import { BodyTooLarge } from './body-too-large.ts';
import type { RequestSource } from './request-source.ts';

/** Far above any honest request of this API, far below what would hurt. */
export const MAX_BODY_BYTES = 256 * 1024;

/** Where a body comes from. */
export type BodySource = Pick<RequestSource, 'header' | 'bytes'>;

/**
 * Reads the parameters of a form, multipart or JSON body; a missing or `text/plain` type is taken for a form, as some
 * clients send none (decisions, Bodies).
 * @throws MalformedParameters, BodyTooLarge
 */
export async function readBody(source: BodySource): Promise<Parameters> {
  const bytes = await readBytes(source);
  if (bytes.byteLength === 0) return Parameters.none;
  const contentType = source.header('content-type') ?? '';
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'multipart/form-data') return refuseBrokenText(await readMultipart(bytes, contentType));
  const text = decode(bytes);
  if (mediaType === 'application/json' || mediaType.endsWith('+json')) return readJson(text);
  if (mediaType === '' || mediaType === 'text/plain' || mediaType === 'application/x-www-form-urlencoded') {
    return refuseBrokenText([...new URLSearchParams(text)]);
  }
  throw new MalformedParameters(`The content type ${mediaType.slice(0, 100)} is not supported; send a form or JSON`);
}

async function readBytes(source: BodySource): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(source.header('content-length') ?? 0) > MAX_BODY_BYTES) throw new BodyTooLarge();
  try {
    return await source.bytes(MAX_BODY_BYTES);
  } catch (error) {
    if (error instanceof BodyTooLarge) throw error;
    // The client hung up or was too slow: its fault, and nothing that an operator must look into.
    throw new MalformedParameters('The body ended early', { cause: error });
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
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
