import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { runCommand, type Settings, startServer } from '../../src/cli/test-command.ts';
import { caddy, nginx } from '../support/programs.ts';
import { startProxy } from '../support/proxy-process.ts';
import { freePort } from '../support/running-server.ts';

/** The proxy speaks to the server from here, so that it is told from its clients, who are on this machine as well. */
const PROXY_ADDRESS = '127.0.0.2';

/** What the doctor finds that is not in order, behind a proxy. */
type Examine = (trouble: string) => Promise<ReadonlyMap<string, Finding>>;

/** A server whose public address is that of a proxy. */
async function startBehindProxy(more: Settings = {}) {
  const publicPort = await freePort();
  const server = await startServer({
    PUBLIC_URL: `http://127.0.0.1:${publicPort}`,
    TRUSTED_PROXIES: PROXY_ADDRESS,
    ...more,
  });
  await runCommand(['account', 'create', 'alice', '--email', 'a@example.org'], server.settings);
  return { ...server, publicPort };
}

async function examine(settings: Settings): Promise<ReadonlyMap<string, Finding>> {
  const { stdout } = await runCommand(['doctor', '--json'], settings);
  const findings = JSON.parse(stdout) as readonly Finding[];
  // How fast the disk of this machine is, is not the proxy's matter.
  const wrong = findings.filter(({ level, subject }) => level !== 'ok' && subject !== 'disk speed');
  return new Map(wrong.map((finding) => [finding.subject, finding]));
}

function assertFinding(found: ReadonlyMap<string, Finding>, subject: string, level: string, words: RegExp): void {
  assert.deepEqual([...found.keys()], [subject], JSON.stringify([...found.values()]));
  assert.equal(found.get(subject)?.level, level);
  assert.match(found.get(subject)?.words ?? '', words);
}

const forwarded = 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;';

const nginxConfiguration = (folder: string, port: number, serverPort: number, location: string) => `
  daemon off; worker_processes 1; error_log stderr; pid ${folder}/pid;
  events {}
  http {
    access_log off;
    client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
    uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
    server {
      listen 127.0.0.1:${port};
      location / {
        proxy_pass http://127.0.0.1:${serverPort};
        proxy_bind ${PROXY_ADDRESS};
        proxy_set_header Host $http_host;
        ${location}
      }
    }
  }`;

describe('doctor, behind nginx', nginx.needed, () => {
  let behind: Awaited<ReturnType<typeof startBehindProxy>>;
  let examineBehind: Examine;

  before(async () => {
    behind = await startBehindProxy();
    examineBehind = async (location) => {
      const proxy = await startProxy({
        program: nginx.path,
        port: behind.publicPort,
        configure: (folder, port) => nginxConfiguration(folder, port, behind.port, location),
        arguments: (configurationPath, folder) => ['-p', folder, '-c', configurationPath],
      });
      try {
        return await examine(behind.settings);
      } finally {
        await proxy.stop();
      }
    };
  });
  after(() => behind.command.kill('SIGKILL'));

  test('finds nothing wrong where nothing is', async () => {
    assert.deepEqual([...(await examineBehind(forwarded)).values()], []);
  });

  test('finds that Authorization is taken away', async () => {
    const found = await examineBehind(`${forwarded} proxy_set_header Authorization "";`);
    assertFinding(found, 'authorization', 'problem', /does not arrive/);
  });

  test('finds that a token is taken away and a password is not', async () => {
    const found = await examineBehind(
      `${forwarded} set $kept $http_authorization; if ($http_authorization ~* "^bearer") { set $kept ""; }
       proxy_set_header Authorization $kept;`,
    );
    assertFinding(found, 'authorization', 'problem', /A token in the Authorization header does not arrive/);
  });

  test('finds that anybody may claim any address, because nginx passes on what clients write', async () => {
    const found = await examineBehind('');
    assertFinding(found, 'client address', 'problem', /X-Forwarded-For/);
  });

  test('finds that nobody tells who the clients are', async () => {
    const found = await examineBehind('proxy_set_header X-Forwarded-For "";');
    assertFinding(found, 'client address', 'problem', /127\.0\.0\.2 does not tell who its clients are/);
  });

  test('finds headers of CORS that come with good answers alone', async () => {
    const found = await examineBehind(
      `${forwarded} proxy_hide_header Access-Control-Allow-Origin; add_header Access-Control-Allow-Origin *;`,
    );
    assert.equal(found.get('web apps')?.level, 'problem');
    assert.match(found.get('web apps')?.words ?? '', /a wrong token \(401\) comes without Access-Control-Allow-Origin/);
  });

  test('finds a second header of CORS', async () => {
    const found = await examineBehind(`${forwarded} add_header Access-Control-Allow-Origin * always;`);
    assertFinding(found, 'web apps', 'problem', /a second Access-Control-Allow-Origin/);
  });

  test('finds that the proxy answers unknown paths itself, where web apps cannot read it', async () => {
    const found = await examineBehind(
      `${forwarded} proxy_intercept_errors on; error_page 404 = @own; } location @own { return 404 "nothing";`,
    );
    assertFinding(found, 'web apps', 'problem', /an unknown path \(404\)/);
  });

  test('finds that the proxy refuses large bodies by itself', async () => {
    const found = await examineBehind(`${forwarded} client_max_body_size 64k;`);
    assertFinding(found, 'large bodies', 'warning', /client_max_body_size 1m/);
  });

  test('finds that the proxy serves well-known paths itself', async () => {
    const found = await examineBehind(`${forwarded} } location /.well-known/ { return 404;`);
    assertFinding(found, 'metadata', 'problem', /must pass \/\.well-known\/ on/);
  });
});

test('doctor finds a proxy that is not trusted', nginx.needed, async () => {
  const behind = await startBehindProxy({ TRUSTED_PROXIES: '10.0.0.1' });
  const proxy = await startProxy({
    program: nginx.path,
    port: behind.publicPort,
    configure: (folder, port) => nginxConfiguration(folder, port, behind.port, forwarded),
    arguments: (configurationPath, folder) => ['-p', folder, '-c', configurationPath],
  });
  const found = await examine(behind.settings);
  await proxy.stop();
  behind.command.kill('SIGKILL');
  assertFinding(found, 'client address', 'problem', /127\.0\.0\.2 is not in TRUSTED_PROXIES/);
});

describe('doctor, behind Caddy', caddy.needed, () => {
  let behind: Awaited<ReturnType<typeof startBehindProxy>>;
  let examineBehind: Examine;

  before(async () => {
    behind = await startBehindProxy();
    examineBehind = async (directives) => {
      const proxy = await startProxy({
        program: caddy.path,
        port: behind.publicPort,
        configure: (_folder, port) => `{
          admin off
          auto_https off
        }
        http://127.0.0.1:${port} {
          bind 127.0.0.1
          reverse_proxy 127.0.0.1:${behind.port} {
            transport http {
              local_address ${PROXY_ADDRESS}
            }
            ${directives}
          }
        }`,
        arguments: (configurationPath) => ['run', '--adapter', 'caddyfile', '--config', configurationPath],
      });
      try {
        return await examine(behind.settings);
      } finally {
        await proxy.stop();
      }
    };
  });
  after(() => behind.command.kill('SIGKILL'));

  test('finds nothing wrong with its plain reverse_proxy', async () => {
    assert.deepEqual([...(await examineBehind('')).values()], []);
  });

  test('finds that Authorization is taken away, and that challenges are', async () => {
    const found = await examineBehind('header_up -Authorization');
    assertFinding(found, 'authorization', 'problem', /does not arrive/);
    const challenges = await examineBehind('header_down -WWW-Authenticate');
    assertFinding(challenges, 'authorization', 'problem', /drops the WWW-Authenticate header/);
  });

  test('finds that the address of the client is taken away', async () => {
    const found = await examineBehind('header_up -X-Forwarded-For');
    assertFinding(found, 'client address', 'problem', /does not tell who its clients are/);
  });
});
