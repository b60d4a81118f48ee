import type { AccountPerson } from '../../accounts/person.ts';
import type { HostPerson } from '../../library/host-person.ts';
import type { CustomPages } from '../../pages/pages.ts';
import { appsPage } from '../../pages/site/settings/apps.ts';
import type { Person } from '../../protocol/person.ts';
import { type RoomSettings, roomsWithout } from './rooms.ts';

/** Puts the library's page of authorized apps among the other pages of an account. */
export function appsAmongSettings(settings: RoomSettings): CustomPages {
  return (builtIn) => ({
    authorizedApplications: (frame, view) =>
      isOfDirectory(view.reader)
        ? appsPage(frame, { ...view, without: roomsWithout(settings, view.reader.account.account) })
        : builtIn.authorizedApplications(frame, view),
  });
}

/** Whether it is somebody of the built-in directory, who has such pages. */
function isOfDirectory(reader: Person | undefined): reader is HostPerson<AccountPerson> {
  return reader !== undefined && 'account' in reader;
}
