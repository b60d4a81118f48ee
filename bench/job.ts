import type { Stand } from './stand.ts';

/** One figure of a server, in one round. */
export interface Figure {
  /** Requests a second, milliseconds or MiB; what the job says. */
  readonly value: number;
  /** Processor time of the server for one request, in microseconds; undefined where nothing tells. */
  readonly cpu?: number | undefined;
  /** Requests that were refused or failed. */
  readonly failed?: number;
}

/** What one round measured. */
export interface Round {
  readonly ours: Figure;
  /** What ours is compared with; absent where the figure stands for itself. */
  readonly base?: Figure;
  /** The same of the other server, where there is one that can be asked. */
  readonly against?: Figure | undefined;
}

/** One thing to measure. */
export interface Job {
  /** As it is named on the command line, and in `aims.ts`. */
  readonly name: string;
  readonly title: string;
  /** What its values are. */
  readonly unit: string;
  /** How often it is measured, where one look says as much as many. */
  readonly rounds?: number;
  /** Makes what every round needs, and resolves to what measures one. */
  prepare(stand: Stand): Promise<(round: number) => Promise<Round>>;
}
