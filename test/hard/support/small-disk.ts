import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEGABYTE = 1024 * 1024;

/** A disk of a few megabytes, which a test fills. It is a file system in memory; only root may mount one. */
export class SmallDisk {
  readonly path: string;
  readonly #ballast: string;

  private constructor(path: string) {
    this.path = path;
    this.#ballast = join(path, 'ballast');
  }

  /** Undefined where nothing may be mounted. */
  static mount(megabytes: number): SmallDisk | undefined {
    if (process.getuid?.() !== 0) return undefined;
    const path = mkdtempSync(join(tmpdir(), 'mastodoor-disk-'));
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', path]);
    if (status === 0) return new SmallDisk(path);
    rmSync(path, { recursive: true });
    return undefined;
  }

  /** Takes all the room there is. */
  fill(): void {
    mkdirSync(this.#ballast, { recursive: true });
    for (const size of [MEGABYTE, 4096, 1]) {
      const file = openSync(join(this.#ballast, `of-${size}`), 'a');
      try {
        while (writeSync(file, Buffer.alloc(size)) === size);
      } catch {
        // It is full.
      } finally {
        closeSync(file);
      }
    }
  }

  /** Gives the room back. */
  free(): void {
    rmSync(this.#ballast, { recursive: true, force: true });
  }

  unmount(): void {
    spawnSync('umount', ['--lazy', this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }
}
