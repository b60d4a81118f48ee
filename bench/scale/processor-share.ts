import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
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
  const name = `mastodoor-bench-${pid}`;
  const quota = Math.round(share * PERIOD);
  try {
    // Version 1 of control groups has a tree for processor time; version 2 has one for all.
    if (existsSync('/sys/fs/cgroup/cpu/cpu.cfs_quota_us')) {
      const group = join('/sys/fs/cgroup/cpu', name);
      mkdirSync(group);
      writeFileSync(join(group, 'cpu.cfs_period_us'), String(PERIOD));
      writeFileSync(join(group, 'cpu.cfs_quota_us'), String(quota));
      return held(group, pid);
    }
    const root = '/sys/fs/cgroup';
    if (!readFileSync(join(root, 'cgroup.controllers'), 'utf8').split(/\s/).includes('cpu')) return undefined;
    writeFileSync(join(root, 'cgroup.subtree_control'), '+cpu');
    const group = join(root, name);
    mkdirSync(group);
    writeFileSync(join(group, 'cpu.max'), `${quota} ${PERIOD}`);
    return held(group, pid);
  } catch {
    return undefined;
  }
}

function held(group: string, pid: number): Held {
  writeFileSync(join(group, 'cgroup.procs'), String(pid));
  return { remove: () => rmdirSync(group) };
}
