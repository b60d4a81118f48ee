import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { StoreUnavailable } from 'mastodoor';
import type { Change } from './table.ts';

/** The first line, so that a file of anybody else is never taken for a journal and written anew. */
const HEAD = 'mastodoor journal 1';

/** Rows in one line of a journal that is written anew. */
const ROWS_A_LINE = 500;

/**
 * A file that grows by a line for each group of changes. A line is there as a whole or not at all: each begins with its
 * checksum, and the last one is dropped when it was cut off, since nobody was told of it.
 */
export class Journal {
  readonly #file: FileHandle;
  /** Bytes that are known to be on disk. */
  #length: number;
  /** Whether there may be more in the file than that. */
  #frayed = false;

  private constructor(file: FileHandle, length: number) {
    this.#file = file;
    this.#length = length;
  }

  /** Writes a new journal of `rows` in the place of the one at `path`, which stays until the new one is complete. */
  static async replace(path: string, rows: Iterable<Change>): Promise<Journal> {
    const draft = `${path}.new`;
    await rm(draft, { force: true });
    // For appending: each write then goes to the end, also after the file was cut off.
    const file = await open(draft, 'ax', 0o600);
    try {
      let length = await write(file, `${HEAD}\n`);
      let line: Change[] = [];
      for (const row of rows) {
        if (line.push(row) < ROWS_A_LINE) continue;
        length += await write(file, lineOf(line));
        line = [];
      }
      if (line.length > 0) length += await write(file, lineOf(line));
      await file.sync();
      await rename(draft, path);
      await syncFolder(dirname(path));
      return new Journal(file, length);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * Resolves when the changes are on disk. Rejects with `StoreUnavailable` when they are not, and then cuts off what got
   * there of them: whoever was refused must not be surprised after a restart.
   */
  async append(changes: readonly Change[]): Promise<void> {
    const line = lineOf(changes);
    try {
      if (this.#frayed) await this.#cutOff();
      this.#frayed = true;
      await this.#file.appendFile(line);
      await this.#file.datasync();
      this.#length += Buffer.byteLength(line);
      this.#frayed = false;
    } catch (error) {
      // When this fails too, the next call begins with it.
      await this.#cutOff().catch(() => {});
      throw new StoreUnavailable('The journal cannot be written', { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #cutOff(): Promise<void> {
    await this.#file.truncate(this.#length);
    await this.#file.datasync();
    this.#frayed = false;
  }
}

/** Reads a journal from its beginning; there may be none yet. */
export async function replayJournal(
  path: string,
  replay: (table: string, key: string, row: object | undefined) => void,
): Promise<void> {
  let number = 0;
  let damaged: number | undefined;
  for await (const line of linesOf(path)) {
    number++;
    if (number === 1 && line !== HEAD) throw new Error(`${path} is no journal`);
    if (number === 1) continue;
    // Only the last line can have been cut off. Anything else is no crash: dropping it would lose what was answered.
    if (damaged !== undefined) throw new Error(`The journal ${path} is damaged in line ${damaged}`);
    const changes = changesOf(line);
    if (changes === undefined) damaged = number;
    else for (const [table, key, row] of changes) replay(table, key, row ?? undefined);
  }
}

type WrittenChange = readonly [table: string, key: string, row: object | null];

function lineOf(changes: readonly Change[]): string {
  const text = JSON.stringify(changes.map(({ table, key, after }): WrittenChange => [table, key, after ?? null]));
  return `${checksumOf(text)} ${text}\n`;
}

function changesOf(line: string): readonly WrittenChange[] | undefined {
  const text = line.slice(9);
  return line === `${checksumOf(text)} ${text}` ? JSON.parse(text) : undefined;
}

function checksumOf(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** Node's own line reader also breaks at U+2028, which JSON leaves as it is and which the name of an app may contain. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(path, 'utf8')) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  if (rest !== '') yield rest;
}

async function write(file: FileHandle, text: string): Promise<number> {
  await file.appendFile(text);
  return Buffer.byteLength(text);
}

/** A name that is not on disk leads nowhere after a crash, however safe the file is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
