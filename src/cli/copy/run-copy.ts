import { copyDatabase } from '../../storage/copy/copy-database.ts';
import { CopyRefused } from '../../storage/copy/copy-end.ts';
import { type DatabaseLocation, databaseName, readDatabaseUrl } from '../../storage/database-location.ts';
import { CliFailure } from '../cli-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { Progress } from '../progress.ts';
import { print, printJson } from '../terminal.ts';
import { nextSteps } from './next-steps.ts';
import { createProgressWords } from './progress-words.ts';

export interface CopyCommandOptions {
  readonly from: string;
  readonly to: string;
  readonly json?: boolean;
}

/** `copy`: moves everything that a server keeps to another database, and signs nobody out. */
export async function runCopy({ from: fromUrl, to: toUrl, json = false }: CopyCommandOptions): Promise<void> {
  const [from, to] = [locationOf('--from', fromUrl), locationOf('--to', toUrl)];
  const names = { from: databaseName(from), to: databaseName(to) };
  if (names.from === names.to) throw new CliFailure('--from and --to are the same database.', exitCodes.misused);
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const progress = new Progress();
  const words = createProgressWords(Date.now);
  const begun = performance.now();
  try {
    const outcome = await copyDatabase({
      from,
      to,
      names,
      signal: interrupted.signal,
      onProgress: (step) => progress.update(() => words(step)),
    });
    progress.clear();
    if (outcome.kind === 'there already') {
      if (json) return printJson({ copied: false, since: outcome.since });
      return print(`Nothing to do: everything of ${names.from} was copied to ${names.to} on ${outcome.since}.`);
    }
    const seconds = (performance.now() - begun) / 1000;
    const rows = outcome.tables.reduce((sum, table) => sum + table.rows, 0);
    if (json) {
      const tables = Object.fromEntries(outcome.tables.map(({ table, rows: count }) => [table, count]));
      return printJson({ copied: true, rows, seconds, tables });
    }
    print(`Copied and verified: ${rows.toLocaleString('en')} rows of ${outcome.tables.length} tables.`);
    for (const line of await nextSteps(from, to)) print(line);
  } catch (error) {
    progress.clear();
    if (interrupted.signal.aborted) {
      const words = 'The copy was interrupted. Run the same command again: it goes on where it was.';
      throw new CliFailure(words, exitCodes.interrupted);
    }
    if (error instanceof CopyRefused) throw new CliFailure(`The copy was not made. ${error.message}.`);
    throw error;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/** What was given is not repeated where it cannot be read: it may hold a password. */
function locationOf(option: string, url: string): DatabaseLocation {
  try {
    return readDatabaseUrl(url);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CliFailure(`${option} ${error.message}`, exitCodes.misused);
  }
}
