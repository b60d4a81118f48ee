import type { Page } from 'playwright-core';

/** Something that can be used. */
interface Stop {
  readonly name: string;
  readonly tabIndex: number;
}

/** Where the keyboard is, as `probe.js` tells it. */
interface Focus {
  /** Place among what can be used; -1 when it is none of that. */
  readonly stop: number;
  readonly name: string;
  readonly faults: readonly string[];
  readonly box?: { readonly top: number; readonly bottom: number; readonly start: number; readonly end: number };
}

/** A date has a stop for each of its parts and one for its calendar; nothing else has more than one. */
const MOST_STOPS_OF_ONE = 5;

/** Presses Tab from the start of a page, which has its probe, until it has been everywhere; tells everything that is wrong. */
export async function walkByKeyboard(page: Page): Promise<readonly string[]> {
  const all = (await page.evaluate('probe.prepareWalk()')) as readonly Stop[];
  // A tabindex above zero comes before the whole rest of the page, wherever it stands.
  const faults = all
    .filter(({ tabIndex }) => tabIndex > 0)
    .map(({ name }) => `${name} is out of order by its tabindex`);
  const visited: Focus[] = [];
  for (let presses = 0, stays = 0; presses < (all.length + 1) * MOST_STOPS_OF_ONE; presses += 1) {
    await page.keyboard.press('Tab');
    const focus = (await page.evaluate('probe.lookAtFocus()')) as Focus;
    const last = visited.at(-1);
    if (focus.stop === -1) {
      // Beyond the last stop there is the browser itself.
      if (focus.name === 'body' || visited.length === all.length) break;
      faults.push(`${focus.name} takes the focus but cannot be used`);
      break;
    }
    if (focus.stop === last?.stop) {
      stays += 1;
      if (stays < MOST_STOPS_OF_ONE) continue;
      faults.push(`${focus.name} keeps the keyboard`);
      break;
    }
    stays = 0;
    if (visited.some(({ stop }) => stop === focus.stop)) break;
    visited.push(focus);
    faults.push(...focus.faults.map((fault) => `${focus.name} ${fault}`));
    if (last !== undefined && isOutOfOrder(last, focus))
      faults.push(`${focus.name} after ${last.name} is out of order`);
  }
  const reached = new Set(visited.map(({ stop }) => stop));
  const missed = all.filter(({ tabIndex }, stop) => tabIndex <= 0 && !reached.has(stop));
  return [...faults, ...missed.map(({ name }) => `${name} cannot be reached`)];
}

/** Back to an earlier element is out of order, and so is up, unless it is into the next column. */
function isOutOfOrder(last: Focus, next: Focus): boolean {
  if (next.stop < last.stop) return true;
  if (last.box === undefined || next.box === undefined) return false;
  const isAbove = next.box.bottom <= last.box.top;
  const isInLaterColumn = next.box.start >= last.box.end - 1;
  return isAbove && !isInLaterColumn;
}
