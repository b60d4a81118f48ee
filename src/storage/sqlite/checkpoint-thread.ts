import { Worker } from 'node:worker_threads';

/** Tries of the thread to bring everything over before it leaves the rest to whoever writes. */
const PASSES = 8;

/**
 * What the thread runs: JavaScript in a text, since a file of its own would be lost wherever a host bundles its server. Each
 * message asks once; each answer says how many pages of the log are left. It opens the file when it is first asked.
 */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { DatabaseSync } = require('node:sqlite');
let database;
parentPort.on('message', (word) => {
  if (word === 'close') {
    database?.close();
    parentPort.close();
    return;
  }
  let left = -1;
  try {
    database ??= new DatabaseSync(workerData.path, { timeout: 0 });
    database.exec('pragma mmap_size = 0; pragma synchronous = full');
    for (let pass = 0; pass < workerData.passes && left !== 0; pass += 1) {
      const { log, checkpointed } = database.prepare('pragma wal_checkpoint(passive)').get();
      left = log - checkpointed;
    }
  } catch {}
  parentPort.postMessage(left);
});`;

/**
 * A thread that writes pages of the log into the database file, so that the process answers meanwhile. It is started when
 * it is first needed and keeps no process alive.
 */
export class CheckpointThread {
  readonly #path: string;
  readonly #answered: (left: number) => void;
  #worker: Worker | undefined;

  /** @param answered is told how many pages are left, after each {@link ask}; −1 when it failed, in part or wholly */
  constructor(path: string, answered: (left: number) => void) {
    this.#path = path;
    this.#answered = answered;
  }

  ask(): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage('checkpoint');
  }

  /** Resolves when the thread has closed the file. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.ref();
    worker.postMessage('close');
    await gone;
  }

  #start(): Worker {
    const worker = new Worker(program, {
      eval: true,
      workerData: { path: this.#path, passes: PASSES },
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
      // What the process was started with, such as a loader, is not for the thread.
      execArgv: [],
      env: {},
    });
    worker.on('message', this.#answered);
    worker.once('error', () => this.#answered(-1));
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    worker.unref();
    return worker;
  }
}
