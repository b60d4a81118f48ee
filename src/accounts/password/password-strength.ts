import type { ZxcvbnResult } from '@zxcvbn-ts/core';

/**
 * Why a password may not be chosen: it is on the lists that attackers try first, it is made of the person's own names, or
 * it is guessed soon for another reason (repeated, in a row on the keyboard, a date, a word and a digit).
 */
export type PasswordWeakness = 'common' | 'personal' | 'guessable';

/**
 * Fewer guesses than this are refused (the library's score 3; eight unrelated signs have just as many, so that the least
 * length keeps its word). Whoever guesses here is slowed down to a few an hour, and whoever stole the database pays 19 MiB
 * and two passes of argon2id for each guess. NIST SP 800-63B-4 §3.1.1.2 and OWASP ask for a blocklist and an estimate
 * instead of rules about kinds of characters; there are none here.
 */
const LEAST_GUESSES = 1e8;

/** With fewer characters beside names of the person and of the server, a password is made of names. */
const LEAST_BESIDE_NAMES = 4;

/**
 * Spellings such as p4$$w0rd that are tried at the most. The time of an estimate grows with it and with the length:
 * with the library's 100, a hostile password of 72 digits costs ten times what it does now, and holds up everybody.
 */
const MOST_SPELLINGS = 4;

/** In UTF-16 units: what is longer has been refused, except for signs that take two units, of which half are enough. */
const MOST_JUDGED = 72;

/** Bounds for names that nobody has judged yet: an estimate must not grow with them. */
const LONGEST_NAME = 320;
const MOST_PIECES = 50;

/** Shorter pieces of a name are part of too many words to say anything. */
const SHORTEST_PIECE = 3;

/**
 * Judges a new password; undefined when nothing speaks against it. The lists are those of the library: nothing is asked
 * of anybody else. The first call loads them (a fifth of a second, 60 MB of objects, for which the process takes 130), so that who never asks never pays.
 * @param password as it was typed; its length is for others to judge, only the first 72 UTF-16 units count here
 * @param about names of the person and of the server, in any form
 */
export async function findWeakness(password: string, about: readonly string[]): Promise<PasswordWeakness | undefined> {
  const { check, commonPasswords } = await loadEstimator();
  const judged = password
    .slice(0, 2 * MOST_JUDGED)
    .normalize('NFC')
    .slice(0, MOST_JUDGED);
  if (commonPasswords.has(judged.toLowerCase())) return 'common';
  const pieces = piecesOf(about);
  if (besideNames(judged, pieces).length < LEAST_BESIDE_NAMES) return 'personal';
  const { guesses, sequence } = check(judged, pieces);
  if (guesses >= LEAST_GUESSES) return undefined;
  const lists = sequence.map((match) => ('dictionaryName' in match ? String(match.dictionaryName) : undefined));
  if (lists.includes('userInputs')) return 'personal';
  return lists.length === 1 && lists[0]?.startsWith('passwords') ? 'common' : 'guessable';
}

/** Whole names first, then their parts: of `alice.b@example.org` also `alice`, `example`, `org`. */
function piecesOf(about: readonly string[]): string[] {
  const names = about.map((name) => name.slice(0, LONGEST_NAME).normalize('NFC').toLowerCase().trim());
  const parts = names.flatMap((name) => name.split(/[^\p{L}\p{N}]+/u));
  return [...new Set([...names, ...parts])].filter((piece) => piece.length >= SHORTEST_PIECE).slice(0, MOST_PIECES);
}

/** What is left of a password without the names in it, the longest first. */
function besideNames(password: string, pieces: readonly string[]): string {
  const longestFirst = [...pieces].sort((one, other) => other.length - one.length);
  return longestFirst.reduce((rest, piece) => rest.replaceAll(piece, ''), password.toLowerCase());
}

interface Estimator {
  check(password: string, about: string[]): ZxcvbnResult;
  readonly commonPasswords: ReadonlySet<string>;
}

let estimator: Promise<Estimator> | undefined;

function loadEstimator(): Promise<Estimator> {
  estimator ??= buildEstimator();
  return estimator;
}

async function buildEstimator(): Promise<Estimator> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: MOST_SPELLINGS,
    maxLength: MOST_JUDGED,
  });
  return {
    check: (password, about) => zxcvbn.check(password, about),
    commonPasswords: new Set(common.dictionary['passwords-common']),
  };
}
