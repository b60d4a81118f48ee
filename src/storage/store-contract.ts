/**
 * The contract that every storage engine keeps, as tests for `node --test`: a test file calls
 * `describeStore('my engine', async () => openMyEngine())`.
 */
import { describe } from 'node:test';
import { describeAccounts } from './contract/accounts.ts';
import { describeApps } from './contract/apps.ts';
import { describeAudit } from './contract/audit.ts';
import { describeCodes } from './contract/codes.ts';
import { describeDeletion } from './contract/deletion.ts';
import { describeDirectorySweeping } from './contract/directory-sweeping.ts';
import { describeDuties } from './contract/duties.ts';
import { describeFollowNotifications } from './contract/follow-notifications.ts';
import { describeFollows } from './contract/follows.ts';
import { describeGrants } from './contract/grants.ts';
import { describeIds } from './contract/ids.ts';
import { describeInvites } from './contract/invites.ts';
import { describeLimits } from './contract/limits.ts';
import { describeMails } from './contract/mails.ts';
import { describeModeration } from './contract/moderation.ts';
import { describePendingAuthorizations } from './contract/pending-authorizations.ts';
import { describePictures } from './contract/pictures.ts';
import { describePush } from './contract/push.ts';
import { describeRevocations } from './contract/revocations.ts';
import { describeSecondFactors } from './contract/second-factors.ts';
import { describeSessions } from './contract/sessions.ts';
import { describeSettings } from './contract/settings.ts';
import { describeStatuses } from './contract/statuses.ts';
import { describeSweeping } from './contract/sweeping.ts';
import { describeText, describeTextOfPeople } from './contract/text.ts';
import { describeTickets } from './contract/tickets.ts';
import { describeTokens } from './contract/tokens.ts';
import { describeWholeStore } from './contract/whole-store.ts';
import type { FlowStore, PeopleStore } from './contract/with-store.ts';
import type { FullStore } from './store.ts';

/** Tests a store that also keeps the built-in directory. `open` gives a new, empty store each time. */
export function describeStore(name: string, open: () => Promise<FullStore>): void {
  describeFlowStore(name, open);
  describePeopleStore(name, open);
  describe(`${name}: the whole store`, () => {
    describeWholeStore(open);
    describeStatuses(open);
    describeFollowNotifications(open);
    describePush(open);
  });
}

/** Tests what the authorization server needs, for those who bring a directory of their own. */
export function describeFlowStore(name: string, open: () => Promise<FlowStore>): void {
  describe(`${name}: the authorization server's store`, () => {
    describeApps(open);
    describePendingAuthorizations(open);
    describeCodes(open);
    describeGrants(open);
    describeTokens(open);
    describeRevocations(open);
    describeSessions(open);
    describeSweeping(open);
    describeDuties(open);
    describeSettings(open);
    describeLimits(open);
    describeIds(open);
    describeText(open);
  });
}

/** Tests what the built-in directory needs. */
export function describePeopleStore(name: string, open: () => Promise<PeopleStore>): void {
  describe(`${name}: the directory's store`, () => {
    describeAccounts(open);
    describeTextOfPeople(open);
    describeFollows(open);
    describePictures(open);
    describeModeration(open);
    describeTickets(open);
    describeSecondFactors(open);
    describeInvites(open);
    describeMails(open);
    describeAudit(open);
    describeDeletion(open);
    describeDirectorySweeping(open);
  });
}
