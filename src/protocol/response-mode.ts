/** Where the authorization response's members go in the redirect URI (OAuth 2.0 Multiple Response Types §2.1). */
export const responseModes = ['query', 'fragment'] as const;

export type ResponseMode = (typeof responseModes)[number];

export function isResponseMode(value: string): value is ResponseMode {
  return (responseModes as readonly string[]).includes(value);
}
