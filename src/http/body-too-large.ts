/** A body is larger than any honest request of this API. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}
