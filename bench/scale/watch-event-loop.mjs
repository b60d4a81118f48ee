// Loaded into a measured server: writes twice a second how long its event loop was held up at most, in milliseconds.
import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION = 1;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
delay.enable();
setInterval(() => {
  const [p50, p99, max] = [delay.percentile(50), delay.percentile(99), delay.max].map(
    (value) => value / 1e6 - RESOLUTION,
  );
  delay.reset();
  appendFileSync(process.env.SCALE_DELAYS, `${JSON.stringify({ at: Date.now(), p50, p99, max })}\n`);
}, 500).unref();
