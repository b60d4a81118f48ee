import type { Refusal } from '../protocol/admission.ts';

/** A request that must not go on: status, words and headers as the authorization server itself would answer (contract §11). */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly status: number;
  /** `WWW-Authenticate` or `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;

  /** @param options.cause private detail for the log; never part of the answer */
  constructor(
    status: number,
    message: string,
    options: { readonly headers?: Readonly<Record<string, string>>; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = status;
    this.headers = options.headers ?? {};
  }

  /** What the app is answered. */
  get body(): { readonly error: string } {
    return { error: this.message };
  }

  /** The same as a Response. */
  toResponse(): Response {
    return Response.json(this.body, { status: this.status, headers: this.headers });
  }
}

/** @throws RequestRefused when there is a refusal */
export function refuse(refusal: Refusal | undefined): void {
  if (refusal === undefined) return;
  const { status, message, challenge } = refusal;
  throw new RequestRefused(
    status,
    message,
    challenge === undefined ? {} : { headers: { 'WWW-Authenticate': challenge } },
  );
}
