/** Prints how many passwords a second are compared with bcrypt of cost 10 (npm's native `bcrypt`) on all cores. */
import { availableParallelism } from 'node:os';
import bcrypt from 'bcrypt';

const until = performance.now() + Number(process.argv[2] ?? 2) * 1000;
const stored = await bcrypt.hash('correct horse battery staple', 10);
let compared = 0;
const start = performance.now();

async function compareOn(): Promise<void> {
  while (performance.now() < until) {
    if (await bcrypt.compare('correct horse battery staple', stored)) compared += 1;
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, compareOn));
process.stdout.write(`${(compared * 1000) / (performance.now() - start)}\n`);
