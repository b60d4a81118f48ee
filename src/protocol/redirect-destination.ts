/** Where a person will be sent after they answer, in the terms that the consent page shows. */
export type Destination =
  | { readonly kind: 'https' | 'http' | 'loopback'; readonly host: string }
  /** An app on this device that claims a scheme of its own; several may claim the same (RFC 8252 §8.6). */
  | { readonly kind: 'scheme'; readonly scheme: string }
  /** Out of band: the code is shown to be copied. */
  | { readonly kind: 'code' };
