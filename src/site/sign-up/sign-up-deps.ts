import type { SignUpDeps } from '../../accounts/sign-up/sign-up-deps.ts';
import { siteLanguages } from '../../pages/site/words.ts';
import { actsOf } from '../acts-of.ts';
import type { SiteDeps } from '../site-deps.ts';

/** What signing up is made with, out of what the site's pages share. */
export function signUpDepsOf(deps: SiteDeps): SignUpDeps {
  return { ...actsOf(deps), settings: deps.settings, languages: [...siteLanguages.keys()] };
}
