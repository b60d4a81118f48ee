/** What must be reached, and what is aimed at, by the name of the job; times what the job is compared with, unless a unit is named. */
export interface Aim {
  readonly must: number;
  readonly aim: number;
  /** Whether less is better. */
  readonly atMost?: true;
  /** The unit of both, where they are no ratio. */
  readonly unit?: string;
}

/** The one table of aims: durable commits, validation, the log and limits are on. */
export const aims: Readonly<Record<string, Aim>> = {
  app: { must: 0.35, aim: 0.6 },
  account: { must: 0.25, aim: 0.5 },
  issuance: { must: 0.14, aim: 0.19 },
  'issuance-in-memory': { must: 1.3, aim: 1.7 },
  revocation: { must: 0.15, aim: 0.21 },
  registration: { must: 0.14, aim: 0.2 },
  journey: { must: 0.08, aim: 0.15 },
  'sign-in': { must: 2, aim: 3.5 },
  'checks-beside-sign-ins': { must: 4, aim: 2, atMost: true },
  start: { must: 5, aim: 3, atMost: true },
  memory: { must: 2, aim: 1.3, atMost: true },
  'peak-memory': { must: 260, aim: 170, atMost: true, unit: 'MiB' },
};

/** How a figure stands to its aim. */
export function verdictOn(job: string, figure: number): string {
  const found = aims[job];
  if (found === undefined) return '';
  const reaches = (bound: number) => (found.atMost ? figure <= bound : figure >= bound);
  if (reaches(found.aim)) return 'aim reached';
  return reaches(found.must) ? 'must reached' : 'not reached';
}
