import { setTimeout as sleep } from 'node:timers/promises';
import { Requests } from './requests.ts';
import { RunningServer } from './running-server.ts';

/** What reaches one of several nodes, or whichever is meant at the moment, under the one name that all have. */
export class Door extends Requests {
  readonly origin: string;
  /** Where the next request goes. */
  node: RunningServer;
  /** The address that the proxy says the next request comes from; that of this machine when absent. */
  address: string | undefined;

  constructor(origin: string, node: RunningServer) {
    super();
    this.origin = origin;
    this.node = node;
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    const { pathname, search } = new URL(path, this.origin);
    const { address } = this;
    const told = address === undefined ? {} : { 'X-Forwarded-For': address };
    return this.node.request(pathname + search, { ...init, headers: { ...init.headers, ...told } as never });
  }
}

/** Two server processes over one PostgreSQL database, as behind a proxy that sends each request wherever it likes. */
export class Nodes {
  readonly a: RunningServer;
  readonly b: RunningServer;

  private constructor(a: RunningServer, b: RunningServer) {
    this.a = a;
    this.b = b;
  }

  /**
   * @param database the URL of a database with the newest schema
   * @param settings of both
   */
  static async start(database: string, settings: Readonly<Record<string, string>> = {}): Promise<Nodes> {
    const a = await RunningServer.start({ DATABASE_URL: database, ...settings });
    try {
      return new Nodes(a, await Nodes.another(a));
    } catch (error) {
      await a.dispose();
      throw error;
    }
  }

  /** One more node like this one. */
  static another(like: RunningServer): Promise<RunningServer> {
    const { PORT: _, ...settings } = like.settings;
    return RunningServer.start({ ...settings, PUBLIC_URL: like.origin });
  }

  /** The name by which the world knows both. */
  get origin(): string {
    return this.a.origin;
  }

  /** Each with the other. */
  get bothWays(): readonly (readonly [from: Door, to: Door])[] {
    return [
      [this.door(this.a), this.door(this.b)],
      [this.door(this.b), this.door(this.a)],
    ];
  }

  door(node: RunningServer): Door {
    return new Door(this.origin, node);
  }

  /** A request to each, at once. */
  async atBoth<T>(ask: (door: Door) => Promise<T>): Promise<readonly T[]> {
    return Promise.all([ask(this.door(this.a)), ask(this.door(this.b))]);
  }

  async dispose(): Promise<void> {
    await Promise.all([this.a.dispose(), this.b.dispose()]);
  }
}

/**
 * Does something while each node has so many requests in flight all the time.
 * @returns how many were answered, by status
 */
export async function underLoad<T>(
  doors: readonly Door[],
  inFlight: number,
  ask: (door: Door) => Promise<Response>,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly answered: ReadonlyMap<number, number> }> {
  const answered = new Map<number, number>();
  let isOver = false;
  const askOn = async (door: Door) => {
    while (!isOver) {
      const response = await ask(door);
      await response.arrayBuffer();
      answered.set(response.status, (answered.get(response.status) ?? 0) + 1);
    }
  };
  const load = doors.flatMap((door) => Array.from({ length: inFlight }, () => askOn(door)));
  try {
    return { result: await work(), answered };
  } finally {
    isOver = true;
    await Promise.all(load);
  }
}

/** Waits until something holds, for a while that no machine is too busy for. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, patience = 60_000): Promise<void> {
  for (const deadline = performance.now() + patience; ; ) {
    if (await holds()) return;
    if (performance.now() > deadline) throw new Error(`This never happened: ${what}`);
    await sleep(50);
  }
}
