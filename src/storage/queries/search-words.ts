import type { Id } from '../../protocol/app.ts';
import { soughtId } from '../row-values.ts';
import type { AccountTable, Db } from '../schema.ts';

/** Nobody has more words in a name that anybody looks for. */
const MOST_WORDS = 16;

/** Longer words are found by their beginning. */
const LONGEST_WORD = 40;

/** More words are not sought at once. */
const MOST_SOUGHT = 6;

/** Of words that begin so many, only some are looked at. */
const LOOKED_AT = 1000;

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** The words by which somebody is found: those of the display name, the username, and the parts of the username. */
export function searchWordsOf({ username, displayName }: { readonly username: string; readonly displayName: string }) {
  const words = [username, ...username.split('_'), ...wordsIn(displayName)];
  return [...new Set(words.map(folded).filter((word) => word !== ''))].slice(0, MOST_WORDS);
}

/** The words of what somebody looks for. */
export function soughtWordsOf(text: string): readonly string[] {
  const words = wordsIn(text.slice(0, 1000)).map(folded);
  return [...new Set(words.filter((word) => word !== ''))].slice(0, MOST_SOUGHT);
}

function wordsIn(text: string): readonly string[] {
  return [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []));
}

/** Without regard to letter case and accents. */
function folded(word: string): string {
  const plain = word.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return [...plain].slice(0, LONGEST_WORD).join('');
}

/** An account, as far as it is found by words. */
type Named = Readonly<Pick<AccountTable, 'id' | 'username' | 'display_name'>>;

/** Puts the words of an account in the place of those before. */
export async function writeSearchWords(db: Db, account: Named): Promise<void> {
  await db.deleteFrom('account_words').where('account_id', '=', account.id).execute();
  await addSearchWords(db, [account]);
}

/** The same for accounts that had none: at most a few hundred, as databases bound how many values one statement may have. */
export async function addSearchWords(db: Db, accounts: readonly Named[]): Promise<void> {
  const rows = accounts.flatMap(({ id, username, display_name }) =>
    searchWordsOf({ username, displayName: display_name }).map((word) => ({ account_id: id, word })),
  );
  if (rows.length > 0) await db.insertInto('account_words').values(rows).execute();
}

/** Ids of accounts that have a word for each word that is sought; those whose words are sought as they are come first. */
export async function findByWords(
  db: Db,
  text: string,
  { limit, followedBy }: { readonly limit: number; readonly followedBy?: Id | undefined },
): Promise<readonly bigint[]> {
  // The longest fits the fewest.
  const [longest, ...others] = soughtWordsOf(text).toSorted((one, other) => other.length - one.length);
  if (longest === undefined) return [];
  let near = db
    .selectFrom('account_words')
    .select(['account_words.account_id', 'account_words.word'])
    .where('account_words.word', '>=', longest)
    .where('account_words.word', '<', afterAll(longest))
    .limit(LOOKED_AT);
  near =
    followedBy === undefined
      ? near.orderBy('account_words.word').orderBy('account_words.account_id')
      : near
          .innerJoin('follows', 'follows.followed_id', 'account_words.account_id')
          .where('follows.follower_id', '=', soughtId(followedBy))
          .where('follows.requested', '=', 0);
  let found = db
    .selectFrom(near.as('near'))
    .select(['near.account_id', ({ fn }) => fn.min('near.word').as('word')])
    .groupBy('near.account_id')
    .orderBy('word')
    .orderBy('near.account_id')
    .limit(limit);
  for (const other of others) {
    found = found.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('account_words')
          .select('account_words.word')
          .whereRef('account_words.account_id', '=', 'near.account_id')
          .where('account_words.word', '>=', other)
          .where('account_words.word', '<', afterAll(other)),
      ),
    );
  }
  return (await found.execute()).map(({ account_id }) => account_id);
}

/** What is behind every word that begins with this one, in the order of code points. */
function afterAll(word: string): string {
  return `${word}\u{10ffff}`;
}
