import { MAX_PARAMETERS, MalformedParameters, Parameters } from '../protocol/parameters.ts';
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
  return (await readBodyWithFiles(source, MAX_BODY_BYTES)).parameters;
}

/** What a body had, when it may have had files. */
export interface BodyWithFiles {
  readonly parameters: Parameters;
  /** The parts of a multipart body that are files, by name; the last one where a name came twice. */
  readonly files: ReadonlyMap<string, Blob>;
}

/**
 * As {@link readBody}, with the files of a multipart body beside its parameters.
 * @param most bytes of the whole body
 */
export async function readBodyWithFiles(source: BodySource, most: number): Promise<BodyWithFiles> {
  const bytes = await readBytes(source, most);
  const mediaType = mediaTypeOf(source);
  if (mediaType !== 'multipart/form-data') return { parameters: readText(bytes, mediaType), files: new Map() };
  const pairs = await readMultipart(bytes, source.header('content-type') ?? '');
  const files = pairs.filter((pair): pair is [string, Blob] => pair[1] instanceof Blob);
  return { parameters: refuseBrokenText(pairs), files: new Map(files) };
}

function mediaTypeOf(source: BodySource): string {
  return (source.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function readText(bytes: Uint8Array, mediaType: string): Parameters {
  if (bytes.byteLength === 0) return Parameters.none;
  const text = decode(bytes);
  if (mediaType === 'application/json' || mediaType.endsWith('+json')) {
    // A long body has long texts, and no more of anything than the longest of the others could have.
    if (bytes.byteLength > MAX_BODY_BYTES) refuseCrowd(text.matchAll(/[,[{]/g), MAX_BODY_BYTES);
    return readJson(text);
  }
  if (mediaType === '' || mediaType === 'text/plain' || mediaType === 'application/x-www-form-urlencoded') {
    refuseCrowd(text.matchAll(/&/g), MAX_PARAMETERS);
    return refuseBrokenText([...new URLSearchParams(text)]);
  }
  throw new MalformedParameters(`The content type ${mediaType.slice(0, 100)} is not supported; send a form or JSON`);
}

/**
 * Counts before a parser makes something of each: of as many as a body of files has place for it takes up to minutes, in
 * which nobody else is answered, or all of the memory.
 */
function refuseCrowd(separators: Iterable<unknown>, most: number): void {
  let count = 0;
  for (const _ of separators) {
    count += 1;
    if (count > most) throw new MalformedParameters('The request has too many parameters');
  }
}

/** How the line begins before each part of a multipart body but the first (RFC 2046 §5.1.1). Pictures have it by chance, once. */
function* delimitersIn(bytes: Uint8Array<ArrayBuffer>): Generator<number, void> {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = body.indexOf('\r\n--'); at !== -1; at = body.indexOf('\r\n--', at + 1)) yield at;
}

async function readBytes(source: BodySource, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(source.header('content-length') ?? 0) > most) throw new BodyTooLarge();
  try {
    return await source.bytes(most);
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
  if (bytes.byteLength === 0) return [];
  refuseCrowd(delimitersIn(bytes), MAX_PARAMETERS);
  try {
    const form = await new Response(bytes, { headers: { 'Content-Type': contentType } }).formData();
    return [...form].filter(([, value]) => !isUnchosen(value));
  } catch {
    throw new MalformedParameters('The body is not valid multipart/form-data');
  }
}

/** What a browser sends for a file where none was chosen: to Mastodon such a part was never sent. */
function isUnchosen(value: unknown): boolean {
  return value instanceof File && value.name === '' && value.size === 0;
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
