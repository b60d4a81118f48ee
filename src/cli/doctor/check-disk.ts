import { randomUUID } from 'node:crypto';
import { open, stat, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { about, type Finding } from './finding.ts';

const MIB = 2 ** 20;

/** Less free space than this, in bytes, may end soon. */
const LITTLE_SPACE = 200 * MIB;

/** Fewer free inodes than this, where a disk counts them, may end soon. */
const FEW_INODES = 1000;

/** A disk that needs longer to keep a few bytes, in milliseconds, is what everybody waits for. */
const SLOW_SYNC = 20;

/** How often the disk is asked; the median leaves out a hiccup. */
const SYNCS = 9;

/** A write-ahead log larger than this, in bytes, is not taken into the database any more. SQLite cuts it to 64 MiB. */
const LARGE_LOG = 256 * MIB;

/** The disk below the data folder, which must be there and writable. A small file is made and removed. */
export async function checkDisk(folder: string, databasePath: string): Promise<readonly Finding[]> {
  const log = await stat(`${databasePath}-wal`).catch(() => undefined);
  return [
    judgeSpace(folder, await statfs(folder)),
    judgeSyncs(await measureSyncs(folder)),
    ...(log === undefined ? [] : [judgeLog(log.size)]),
  ];
}

/** Whether there is room for more, in bytes and in files. */
export function judgeSpace(
  folder: string,
  disk: {
    readonly bavail: number;
    readonly bsize: number;
    readonly files: number;
    readonly ffree: number;
  },
): Finding {
  const subject = about('disk space');
  const free = disk.bavail * disk.bsize;
  if (free < LITTLE_SPACE)
    return subject.warning(`Only ${Math.floor(free / MIB)} MiB are free in ${folder}. Make room.`);
  // Some file systems have no fixed number of inodes, and say 0.
  if (disk.files > 0 && disk.ffree < FEW_INODES) {
    return subject.warning(
      `Only ${disk.ffree} more files can be made in ${folder}. Remove small files from that disk.`,
    );
  }
  return subject.ok(`${Math.floor(free / MIB)} MiB are free.`);
}

/** Whether a commit is quickly on the disk: nothing is answered before. */
export function judgeSyncs(milliseconds: readonly number[]): Finding {
  const subject = about('disk speed');
  const median = [...milliseconds].sort((one, other) => one - other)[Math.floor(milliseconds.length / 2)] ?? 0;
  const shown = median < 1 ? median.toFixed(2) : median.toFixed(1);
  if (median <= SLOW_SYNC) return subject.ok(`It keeps a write in ${shown} ms (median of ${milliseconds.length}).`);
  return subject.warning(
    `It needs ${shown} ms to keep a write (median of ${milliseconds.length}), and everything that is changed waits for that. Move the database to a faster disk, or away what else writes there.`,
  );
}

/** Whether the write-ahead log is taken into the database from time to time. */
export function judgeLog(bytes: number): Finding {
  const subject = about('write-ahead log');
  const size = `${Math.ceil(bytes / MIB)} MiB`;
  if (bytes <= LARGE_LOG) return subject.ok(`It has ${size}.`);
  return subject.warning(
    `It has ${size}: something reads the database without an end, so that it grows. End other programs that have the file open, such as a backup that hangs, or restart the server.`,
  );
}

async function measureSyncs(folder: string): Promise<readonly number[]> {
  const path = join(folder, `.doctor-${randomUUID()}`);
  const file = await open(path, 'wx', 0o600);
  try {
    const taken: number[] = [];
    const page = new Uint8Array(4096);
    for (let count = 0; count < SYNCS; count += 1) {
      const started = performance.now();
      await file.write(page);
      await file.datasync();
      taken.push(performance.now() - started);
    }
    return taken;
  } finally {
    await file.close();
    await unlink(path);
  }
}
