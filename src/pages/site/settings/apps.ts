import { type AuthorizedApplicationsView, authorizedApplications } from '../../authorized-applications.ts';
import type { Frame } from '../../layout.ts';
import type { Markup } from '../../markup.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';

/** The library's page of authorized apps, among the other pages of an account. */
export function appsPage(
  frame: Frame,
  view: AuthorizedApplicationsView & { readonly without: readonly SettingsRoom[] },
): Markup {
  return settingsLayout(frame, {
    room: 'apps',
    without: view.without,
    title: frame.messages.authorizedApps.title,
    content: authorizedApplications(frame, view),
  });
}
