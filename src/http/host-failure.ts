/**
 * A function that the host brought failed: it threw, took too long, or answered something that cannot be what was asked for.
 * The message is for the log; whoever asked gets a status and an incident id.
 */
export class HostFailure extends Error {
  override readonly name = 'HostFailure';
  /** 503 where trying again later may help. */
  readonly status: 500 | 503;

  constructor(status: 500 | 503, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.status = status;
  }
}
