import { keepHouse } from '../flows/housekeeping.ts';
import type { DutyStore, HousekeepingRound, Store, Swept } from '../flows/ports.ts';
import type { Instant } from '../protocol/app.ts';
import { dutiesOf } from './duties.ts';

/** The duty's name in the store. */
export const HOUSEKEEPING = 'housekeeping';

/** Between two batches, in milliseconds: requests go first. */
const PAUSE = 20;

/** What a round works on. */
export interface HouseRoundParts {
  readonly store: Store;
  /** What else is cleaned away. */
  readonly alsoClean?: ((round: HousekeepingRound) => Promise<readonly Swept[]>) | undefined;
  now(): Instant;
}

/** A round ends before its work is done, because the server does, or because another one took it over. It did not fail. */
export class RoundCutShort extends Error {
  override readonly name = 'RoundCutShort';
}

/** Lets requests go first. */
export function breathe(): Promise<void> {
  return new Promise((resume) => setTimeout(resume, PAUSE));
}

/** Does all of a round, and notes in the store how it went; with `dryRun` only counts. */
export async function keepWholeHouse(parts: HouseRoundParts, round: HousekeepingRound): Promise<readonly Swept[]> {
  const { store, alsoClean, now } = parts;
  const sweepAll = async () => {
    const swept = await keepHouse({ store, now }, round);
    return alsoClean === undefined ? swept : [...swept, ...(await alsoClean(round))];
  };
  if (round.dryRun) return sweepAll();
  const duties = dutiesOf(store);
  try {
    const swept = await sweepAll();
    await duties.note(HOUSEKEEPING, { at: now(), failed: false });
    return swept;
  } catch (error) {
    if (!(error instanceof RoundCutShort)) await noteFailure(duties, now());
    throw error;
  }
}

/** The storage may be what failed: whoever asked hears of that, and not of this note. */
async function noteFailure(duties: DutyStore, at: Instant): Promise<void> {
  try {
    await duties.note(HOUSEKEEPING, { at, failed: true });
  } catch {}
}

/** How the last round went that anybody did: any server, a command, or somebody on a page. */
export async function lastHouseRound(
  store: Pick<Store, 'duties'>,
): Promise<{ readonly at: Instant; readonly failed: boolean } | undefined> {
  const duty = await dutiesOf(store).find(HOUSEKEEPING);
  const [done, failed] = [duty?.doneAt ?? -1, duty?.failedAt ?? -1];
  if (done === -1 && failed === -1) return undefined;
  return { at: Math.max(done, failed), failed: failed > done };
}
