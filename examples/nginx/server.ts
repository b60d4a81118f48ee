/** An API in Python behind nginx: three programs, of which the library is one. Needs Debian's nginx-light and python3. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthServer } from 'mastodoor';
import { openSqliteStore } from 'mastodoor/sqlite';
import { accounts } from '../accounts.ts';
import { databasePath, instance, issuer, port, rateLimitFactor, secretKey } from '../settings.ts';

const auth = await createAuthServer({
  issuer,
  store: await openSqliteStore({ path: databasePath }),
  secretKey,
  accounts,
  instance,
  discovery: true,
  rateLimitFactor,
  trustedProxies: ['127.0.0.1'],
});

/** Ports beside that of nginx. */
const [authPort, apiPort] = [port + 1, port + 2];
createServer(auth.nodeListener).listen(authPort, '127.0.0.1');

const folder = mkdtempSync(join(tmpdir(), 'mastodoor-nginx-'));
const configuration = readFileSync(join(import.meta.dirname, 'nginx.conf'), 'utf8')
  .replaceAll('FOLDER', folder)
  .replaceAll('AUTH', String(authPort))
  .replaceAll('API;', `${apiPort};`)
  .replaceAll('PORT', String(port))
  .replaceAll('PREFIX', new URL(issuer).pathname.replace(/\/$/, ''));
writeFileSync(join(folder, 'nginx.conf'), configuration);

const children: readonly ChildProcess[] = [
  spawn('python3', [join(import.meta.dirname, 'api.py'), String(apiPort)], { stdio: 'inherit' }),
  spawn('nginx', ['-c', join(folder, 'nginx.conf')], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  }),
];
process.on('SIGTERM', () => {
  for (const child of children) child.kill('SIGTERM');
  process.exit();
});
