/** Longer names are cut: a name must not push the question it stands in out of sight. */
const LONGEST_NAME = 80;

/** Enough for the longest emoji in every place of the longest name; what lies beyond is never looked at. */
const MOST_CODE_UNITS = 4096;

/**
 * What stays, then what goes. Emoji keep their joiners and selectors, and a joiner stays between two letters, where
 * Persian, Hindi and others spell with it (but not before a letter that draws nothing, which goes too). Everything else that draws nothing, or turns the text around it, goes.
 */
const keptOrInvisible =
  /(?<kept>\p{RGI_Emoji}|(?<=[[\p{Letter}\p{Mark}]--\p{Default_Ignorable_Code_Point}])[\u200C\u200D](?=[\p{Letter}--\p{Default_Ignorable_Code_Point}]))|[\p{Control}\p{Surrogate}\p{Private_Use}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2800\uFFF9-\uFFFB]/gv;

/** No script stacks more marks on a letter; towers of them spill over the lines above. */
const towerOfMarks = /(\p{Mark}{4})\p{Mark}+/gu;

const drawsSomething = /[\p{Letter}\p{Number}\p{Punctuation}\p{Symbol}]/u;

/**
 * A name that somebody else chose, made fit to be shown: no bidirectional controls, no invisible characters, no
 * line breaks, no endless length. `fallback` stands in when nothing visible is left.
 */
export function visibleName(name: string, fallback: string): string {
  const visible = visibleText(name.slice(0, MOST_CODE_UNITS));
  return drawsSomething.test(visible) ? shorten(visible) : fallback;
}

/**
 * The same for text that must never be cut, because its end matters: the last labels of a host say whose it is.
 */
export function visibleText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(keptOrInvisible, (_, kept: string | undefined) => kept ?? '')
    .replace(towerOfMarks, '$1')
    .replace(/ +/g, ' ')
    .trim();
}

const graphemes = new Intl.Segmenter('en');

function shorten(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const characters = Array.from(graphemes.segment(name), ({ segment }) => segment);
  if (characters.length <= LONGEST_NAME) return name;
  return `${characters.slice(0, LONGEST_NAME - 1).join('')}…`;
}
