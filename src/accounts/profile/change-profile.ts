import type { ProfileField } from '../../mastodon/people.ts';
import type { AccountActs } from '../account-acts.ts';
import { accountLimits } from '../account-rules.ts';
import type { Account, PictureChange } from '../ports.ts';

/** What a person says of themselves, and who may see it. */
export interface ProfileChoice
  extends Pick<Account, 'displayName' | 'note' | 'locked' | 'bot' | 'discoverable' | 'hideCollections'> {
  readonly fields: readonly ProfileField[];
}

/** What may be chosen beside it, and stays as it is where it is absent. */
export type FurtherChoice = Partial<
  Pick<
    Account,
    | 'indexable'
    | 'postingVisibility'
    | 'postingSensitive'
    | 'postingLanguage'
    | 'showsApplication'
    | 'avatarDescription'
    | 'headerDescription'
  >
>;

/** In characters (code points); as Mastodon's forms have them. */
export const profileLimits = {
  displayName: accountLimits.displayName,
  note: accountLimits.note,
  fields: 4,
  fieldText: 255,
  pictureDescription: 150,
} as const;

/** What is wrong with a choice; `place` counts the fields from 0. */
export type ProfileProblem =
  | { readonly part: 'displayName' | 'note' | 'avatarDescription' | 'headerDescription' }
  | { readonly part: 'fieldName' | 'fieldValue'; readonly place: number };

/** Nothing when the profile was changed. */
export type ProfileProblems = readonly ProfileProblem[];

/**
 * Changes what is shown of an account; what is absent stays, also when somebody else changes it meanwhile. Texts are kept as they were typed, whatever signs are in them: who shows them makes
 * them fit to be shown. Whoever unlocks an account lets everyone in who waits.
 * @param pictures change in the same commit
 */
export async function changeProfile(
  { store, report }: Pick<AccountActs, 'store' | 'report'>,
  account: Pick<Account, 'id'>,
  choice: Partial<ProfileChoice> & FurtherChoice,
  by: { readonly address: string },
  pictures: readonly PictureChange[] = [],
): Promise<ProfileProblems> {
  const tidied = tidy(choice);
  const problems = findProfileProblems(tidied);
  if (problems.length > 0) return problems;
  const fields = tidied.fields?.filter(({ name, value }) => name !== '' || value !== '');
  await store.changeAccount(account.id, { ...tidied, ...(fields && { fields }) }, { pictures });
  report({ event: 'profile changed', accountId: account.id, address: by.address });
  return [];
}

function findProfileProblems(choice: Partial<ProfileChoice> & FurtherChoice): ProfileProblems {
  const { displayName = '', note = '', fields = [], avatarDescription = '', headerDescription = '' } = choice;
  const found: readonly (ProfileProblem | false)[] = [
    isTooLong(displayName, profileLimits.displayName) && { part: 'displayName' },
    isTooLong(note, profileLimits.note) && { part: 'note' },
    isTooLong(avatarDescription, profileLimits.pictureDescription) && { part: 'avatarDescription' },
    isTooLong(headerDescription, profileLimits.pictureDescription) && { part: 'headerDescription' },
    ...fields.flatMap(({ name, value }, place): readonly (ProfileProblem | false)[] => [
      ((name === '' && value !== '') || isTooLong(name, profileLimits.fieldText)) && { part: 'fieldName', place },
      isTooLong(value, profileLimits.fieldText) && { part: 'fieldValue', place },
    ]),
  ];
  return found.filter((problem) => problem !== false);
}

/** What people add without meaning it; forms send line breaks as two signs. */
function tidy<Choice extends Partial<ProfileChoice> & FurtherChoice>(choice: Choice): Choice {
  const { displayName, note, fields, avatarDescription, headerDescription } = choice;
  return {
    ...choice,
    ...(displayName !== undefined && { displayName: displayName.trim() }),
    ...(note !== undefined && { note: note.replaceAll(/\r\n?/g, '\n').trim() }),
    ...(avatarDescription !== undefined && { avatarDescription: avatarDescription.trim() }),
    ...(headerDescription !== undefined && { headerDescription: headerDescription.trim() }),
    ...(fields !== undefined && {
      fields: fields
        .slice(0, profileLimits.fields)
        .map(({ name, value }) => ({ name: name.trim(), value: value.trim() })),
    }),
  };
}

function isTooLong(text: string, most: number): boolean {
  return [...text].length > most;
}
