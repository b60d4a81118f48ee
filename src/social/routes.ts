import type { SocialDeps, SocialRoute } from './social-deps.ts';

/** What an app shows and does once somebody is signed in. Each topic declares its own methods. */
export function socialRoutes(_deps: SocialDeps): readonly SocialRoute[] {
  return [];
}
