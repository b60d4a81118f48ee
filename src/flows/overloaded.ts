/**
 * So much of some costly work waits already that this was not begun; nothing was changed, and trying again in a moment may
 * succeed. Answered as 503 with `Retry-After`. A host throws it where its own comparison of passwords has enough to do.
 */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
  /** Whole seconds. */
  readonly retryAfterSeconds: number;

  constructor(message: string, options: { readonly retryAfterSeconds?: number } = {}) {
    super(message);
    this.retryAfterSeconds = options.retryAfterSeconds ?? 2;
  }
}
