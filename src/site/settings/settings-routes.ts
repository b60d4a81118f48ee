import { open } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../site-deps.ts';
import {
  type SettingsAccess,
  type SettingsForm,
  type SettingsPage,
  settingsForm,
  settingsPage,
} from './settings-page.ts';

type Answer = ReturnType<Parameters<typeof settingsPage>[2]>;

/** Declares routes of one's own account. */
export interface SettingsRoutes {
  /** A page at its own path, to which a person also comes back after signing in or proving anew who they are. */
  page(path: string, show: (deps: SiteDeps, page: SettingsPage) => Answer, access?: SettingsAccess): SiteRoute;
  /** A form. `of` is the page that has it, where that is not at the same path. */
  form(
    path: string,
    act: (deps: SiteDeps, form: SettingsForm) => Answer,
    access?: SettingsAccess,
    of?: string,
  ): SiteRoute;
}

/** The one way in which pages and forms of one's own account become routes. */
export function settingsRoutesOf(deps: SiteDeps): SettingsRoutes {
  return {
    page: (path, show, access) =>
      route(
        'page',
        'GET',
        path,
        open,
        settingsPage(deps, path, (page) => show(deps, page), access),
      ),
    form: (path, act, access, of = path) =>
      route(
        'page',
        'POST',
        path,
        open,
        settingsForm(deps, of, (form) => act(deps, form), access),
      ),
  };
}
