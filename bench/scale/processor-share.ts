import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Microseconds within which a process may use its share once: short, so that one that used it up does not wait long. */
const PERIOD = 10_000;

/** A process that the kernel holds to a share of one processor. */
export interface Held {
  /** To be called when the process is gone. */
  remove(): void;
}

/**
 * Holds a process with all its threads to a share of one processor, by a control group of its own.
 * @returns undefined where there are no control groups that this user may make
 */
export function holdToShare(pid: number, share: number): Held | undefined {
  // Version 1 of control groups has a tree for processor time; version 2 has one for all.
  const isFirstVersion = existsSync('/sys/fs/cgroup/cpu');
  const root = isFirstVersion ? '/sys/fs/cgroup/cpu' : '/sys/fs/cgroup';
  const group = join(root, `mastodoor-bench-${pid}`);
  const quota = Math.round(share * PERIOD);
  const limits: readonly (readonly [file: string, value: string])[] = isFirstVersion
    ? [
        ['cpu.cfs_period_us', `${PERIOD}`],
        ['cpu.cfs_quota_us', `${quota}`],
      ]
    : [['cpu.max', `${quota} ${PERIOD}`]];
  try {
    if (!isFirstVersion) writeFileSync(join(root, 'cgroup.subtree_control'), '+cpu');
    mkdirSync(group);
  } catch {
    return undefined;
  }
  try {
    for (const [file, value] of [...limits, ['cgroup.procs', `${pid}`] as const])
      writeFileSync(join(group, file), value);
  } catch {
    rmdirSync(group);
    return undefined;
  }
  return { remove: () => rmdirSync(group) };
}
