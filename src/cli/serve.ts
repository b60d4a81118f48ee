import { readConfig } from '../server/config.ts';
import { createLog, type ServerLog } from '../server/log.ts';
import { say } from '../server/log-lines.ts';
import { serve } from '../server/serve.ts';
import { exitCodes } from './exit-codes.ts';
import { isLoopbackHost } from './loopback.ts';
import { note } from './terminal.ts';

/** `serve`: runs the server until it is told to stop. The log goes to standard output, words for people to standard error. */
export async function runServe(): Promise<number> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  endOnUnforeseen(log);
  // Listened for from the beginning, so that a server that is told to stop while it starts still closes its database.
  const toldToStop = untilToldToStop();
  const server = await serve(config, log);
  try {
    const { host, port } = server.address;
    note(`Mastodoor listens on ${config.publicUrl} (${host}, port ${port})`);
    if (config.metrics !== undefined && server.metricsPort !== undefined) {
      note(`Metrics are read at http://${urlHost(config.metrics.host)}:${server.metricsPort}/metrics`);
    }
    if (server.tracesUnheard) {
      note(
        'Warning: TRACING is on and no OpenTelemetry SDK is loaded, so nobody gets the traces. See docs/monitoring.md.',
      );
    }
    if (config.publicUrl.startsWith('http:') && !isLoopbackHost(new URL(config.publicUrl).hostname)) {
      note('Warning: PUBLIC_URL is plain http, so passwords and tokens cross the network unprotected. Use https.');
    }
    if (server.setUpLink !== undefined) {
      note(`This server has no owner yet. This link makes the owner's account, and works once:\n${server.setUpLink}`);
    }
    const signal = await toldToStop;
    note(`Stopping (${signal}): running requests may finish. Once more ends at once.`);
  } finally {
    const isWhole = await server.close();
    await log.flush();
    // What still hangs would keep the process.
    if (!isWhole) process.exit(exitCodes.failed);
  }
  return exitCodes.done;
}

/** An address as it stands in a URL. */
function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** The first signal asks to drain; a second one means it. */
function untilToldToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals) => {
      for (const name of ['SIGTERM', 'SIGINT'] as const) {
        process.off(name, stop);
        process.once(name, () => process.exit(exitCodes.failed));
      }
      resolve(signal);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}

/** After an error that nobody caught, nothing the process believes can be trusted: its cause is logged and it ends. */
function endOnUnforeseen(log: ServerLog): void {
  process.once('uncaughtException', async (error) => {
    say(log, 'ended by an unforeseen error', { err: error });
    await log.flush();
    note(`Ended by an unforeseen error: ${error.message}. The log has more.`);
    process.exit(exitCodes.unexpected);
  });
}
