import { aims, verdictOn } from './aims.ts';
import type { Figure, Job, Round } from './job.ts';
import { median, spread } from './median.ts';

/** The table of what was measured, in Markdown. */
export function report(measured: ReadonlyMap<Job, readonly Round[]>, withAnother: boolean): string {
  const heads = ['job', 'here', 'compared with', 'ratio', 'spread', 'CPU here', 'CPU there', 'must', 'aim', ''];
  if (withAnother) heads.push('the other server');
  const rows = [...measured].map(([job, rounds]) => {
    const cells = row(job, rounds);
    if (withAnother) cells.push(show(middleOf(rounds.map(({ against }) => against))));
    return cells;
  });
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function row(job: Job, rounds: readonly Round[]): string[] {
  const ours = middleOf(rounds.map((round) => round.ours));
  const base = middleOf(rounds.map((round) => round.base));
  const figure = base === undefined ? (ours ?? Number.NaN) : (ours ?? Number.NaN) / base;
  const { must, aim, atMost = false, unit = '' } = aims[job.name] ?? {};
  const bound = (value: number | undefined) =>
    value === undefined ? '' : `${atMost ? '≤ ' : ''}${value} ${unit}`.trim();
  return [
    job.title,
    `${show(ours)} ${job.unit}`,
    base === undefined ? '' : `${show(base)} ${job.unit}`,
    base === undefined ? '' : figure.toFixed(2),
    `±${Math.round(spread(rounds.map((round) => round.ours.value)))} %`,
    microseconds(rounds.map((round) => round.ours)),
    microseconds(rounds.map((round) => round.base)),
    bound(must),
    bound(aim),
    verdictOn(job.name, figure),
  ];
}

function middleOf(figures: readonly (Figure | undefined)[]): number | undefined {
  const values = figures.flatMap((figure) => (figure === undefined ? [] : [figure.value]));
  return values.length === 0 ? undefined : median(values);
}

function microseconds(figures: readonly (Figure | undefined)[]): string {
  const values = figures.flatMap((figure) => (figure?.cpu === undefined ? [] : [figure.cpu]));
  return values.length === 0 ? '' : `${median(values).toFixed(1)} µs`;
}

function show(value: number | undefined): string {
  if (value === undefined) return '';
  return value >= 100 ? String(Math.round(value)) : value.toFixed(2);
}
