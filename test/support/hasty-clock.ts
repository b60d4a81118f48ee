/**
 * Loaded before a server (`NODE_OPTIONS=--import=…`), makes its clock run sixty times as fast: what it does every minute it
 * does every second. Timers that end something are left alone, so that nothing gets less time to happen. All processes
 * with one `HASTY_SINCE`, in milliseconds since the Unix epoch, have one clock.
 */
const HASTE = 60;

const { now } = Date;
const began = Number(process.env.HASTY_SINCE);
Date.now = () => began + (now() - began) * HASTE;

const { setInterval } = globalThis;
globalThis.setInterval = ((work: () => void, milliseconds?: number, ...rest: []) =>
  setInterval(work, (milliseconds ?? 0) / HASTE, ...rest)) as typeof setInterval;
