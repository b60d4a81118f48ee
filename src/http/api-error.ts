/** A refusal of a REST method: `{"error": message}` with a status (contract §11). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Further members of the body, such as `details` of a ValidationError. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    message: string,
    options: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly members?: Readonly<Record<string, unknown>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.headers = options.headers ?? {};
    this.members = options.members ?? {};
  }
}

/** 404, in Mastodon's words. */
export const recordNotFound = (): ApiError => new ApiError(404, 'Record not found');
/** 422 that names everything that is wrong, in Mastodon's words. */
export const validationFailed = (parts: readonly string[]): ApiError =>
  new ApiError(422, `Validation failed: ${parts.join(', ')}`);
/** 400 that names what is missing, in Mastodon's words. */
export const parameterMissing = (name: string): ApiError =>
  new ApiError(400, `param is missing or the value is empty or invalid: ${name}`);
