import { Overloaded } from '../../flows/ports.ts';

/** How much of some costly work is done at a time. */
export interface WorkBounds {
  /** How much runs at once. */
  readonly atOnce: number;
  /** How much may wait for its turn beside that. */
  readonly waiting: number;
  /** How long it waits at most, in milliseconds. */
  readonly patience: number;
}

/** What a queue has to do, for metrics. */
export interface WorkLoad {
  readonly running: number;
  readonly waiting: number;
  /** What was turned away since the start, because too much waited or its turn did not come in time. */
  readonly refused: number;
  /** What was begun since the start. */
  readonly begun: number;
}

interface Waiter {
  readonly begin: () => void;
  readonly deadline: NodeJS.Timeout;
}

/**
 * Lets a bounded amount of costly work run at a time, first come, first served. What finds the queue full is refused at once,
 * so that a flood of it costs no more than this, and everything else goes on.
 */
export class WorkQueue {
  readonly #bounds: WorkBounds;
  /** In the order of their arrival. */
  readonly #waiters = new Set<Waiter>();
  #running = 0;
  #refused = 0;
  #begun = 0;

  constructor(bounds: WorkBounds) {
    this.#bounds = bounds;
  }

  get load(): WorkLoad {
    return { running: this.#running, waiting: this.#waiters.size, refused: this.#refused, begun: this.#begun };
  }

  /**
   * Does the work when its turn comes, and resolves or rejects as the work does.
   * @throws Overloaded when too much waits already, or its turn did not come in time; the work was not begun then
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#turn();
    this.#begun += 1;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  #turn(): Promise<void> {
    const { atOnce, waiting, patience } = this.#bounds;
    if (this.#running < atOnce) {
      this.#running += 1;
      return Promise.resolve();
    }
    if (this.#waiters.size >= waiting) return Promise.reject(this.#refusal('Too much waits already'));
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(this.#refusal('Its turn did not come in time'));
      }, patience);
      const waiter: Waiter = { begin: resolve, deadline };
      this.#waiters.add(waiter);
    });
  }

  /** Hands the place of what ended to whoever waits longest; nobody can come in between. */
  #next(): void {
    for (const waiter of this.#waiters) {
      this.#waiters.delete(waiter);
      clearTimeout(waiter.deadline);
      waiter.begin();
      return;
    }
    this.#running -= 1;
  }

  #refusal(message: string): Overloaded {
    this.#refused += 1;
    return new Overloaded(message);
  }
}

/** A queue of these bounds for each name, such as an account or a host; those in which nothing is are forgotten. */
export class WorkQueues {
  readonly #bounds: WorkBounds;
  readonly #queues = new Map<string, WorkQueue>();

  constructor(bounds: WorkBounds) {
    this.#bounds = bounds;
  }

  /**
   * Does the work when its turn comes among that of the same name.
   * @throws Overloaded as {@link WorkQueue.run} does
   */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(name) ?? new WorkQueue(this.#bounds);
    this.#queues.set(name, queue);
    try {
      return await queue.run(work);
    } finally {
      if (queue.load.running === 0) this.#queues.delete(name);
    }
  }
}
