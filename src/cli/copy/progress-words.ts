import type { CopyProgress } from '../../storage/copy/copy-database.ts';

/**
 * Makes the words for how far a copy is: the table, the rows, how many a second, and how long the rest of this phase takes
 * at that speed.
 * @param now milliseconds
 */
export function createProgressWords(now: () => number): (progress: CopyProgress) => string {
  let phase: CopyProgress['phase'] | undefined;
  let begun = 0;
  return (progress) => {
    if (phase !== progress.phase) {
      phase = progress.phase;
      begun = now();
    }
    const { rows, allRows, rowsBefore } = progress;
    const seconds = (now() - begun) / 1000;
    const speed = seconds > 0 ? (rows - rowsBefore) / seconds : 0;
    const percent = Math.floor((100 * rows) / Math.max(allRows, 1));
    const what = progress.phase === 'copying' ? 'Copying' : 'Verifying';
    const far = `${what} ${progress.table}: ${number(rows)} of ${number(allRows)} rows (${percent} %)`;
    if (speed === 0) return far;
    return `${far}, ${number(Math.round(speed))} a second, ${duration((allRows - rows) / speed)} left`;
  };
}

const format = new Intl.NumberFormat('en');

function number(value: number): string {
  return format.format(value);
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
