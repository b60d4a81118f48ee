import type { World } from '../flows/ports.ts';
import type { AccountLinks } from '../pages/account-links.ts';
import type { Brand } from '../pages/brand.ts';
import type { Languages } from '../pages/messages/languages.ts';
import type { Pages } from '../pages/pages.ts';
import type { Stylesheet } from '../pages/styles.ts';
import type { Features } from '../protocol/features.ts';
import type { Person } from '../protocol/person.ts';
import type { ScopeVocabulary } from '../protocol/scope.ts';
import type { RequireAuthentication } from './guard.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { SecondStep } from './second-step.ts';
import type { SignInWay } from './sign-in-way.ts';
import type { SurfaceHeaders } from './surface-headers.ts';

/** What every route of the OAuth surface shares; put together once by whoever mounts it. */
export interface HttpDeps<P extends Person = Person> {
  readonly world: World<P>;
  readonly vocabulary: ScopeVocabulary;
  readonly features: Features;
  /** Public origin, with a path prefix when mounted below one; no trailing slash. Configured, never guessed. */
  readonly issuer: string;
  readonly brand: Brand;
  /** Made from the brand. */
  readonly stylesheet: Stylesheet;
  readonly languages: Languages;
  readonly pages: Pages;
  readonly signInWay: SignInWay<P>;
  /** What is demanded beside a right password; nothing when absent. */
  readonly secondStep?: SecondStep<P> | undefined;
  /** Path of the one script that the sign-in page may run; none when absent. */
  readonly signInScript?: string | undefined;
  /** Where people go on who cannot sign in. */
  readonly links: AccountLinks;
  /** The headers that every answer of a surface starts from. */
  readonly surfaceHeaders: SurfaceHeaders;
  /** Signs CSRF tokens and device cookies; 32 bytes or more. */
  readonly signingKey: Uint8Array;
  readonly limiter: RateLimiter;
  readonly requireAuthentication: RequireAuthentication;
}
