import Bowser from 'bowser';

/** What a browser says of itself, which it may say wrongly. */
export interface DescribedBrowser {
  /** Such as `Firefox`. */
  readonly browser: string | undefined;
  /** Such as `Linux`. */
  readonly system: string | undefined;
}

/** A longer header is no browser's. */
const LONGEST_HEADER = 500;

/** What anybody else writes into that header must not reach a page or a mail. */
const known: ReadonlySet<string> = new Set([...Object.values(Bowser.BROWSER_MAP), ...Object.values(Bowser.OS_MAP)]);

/** Reads the name of a browser and its system out of a `User-Agent` header; undefined where it says none that is known. */
export function browserOf(userAgent: string): DescribedBrowser {
  if (userAgent.trim() === '') return { browser: undefined, system: undefined };
  const { browser, os } = Bowser.parse(userAgent.slice(0, LONGEST_HEADER));
  return { browser: named(browser.name), system: named(os.name) };
}

function named(name: string | undefined): string | undefined {
  return name !== undefined && known.has(name) ? name : undefined;
}
