import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { runCommand, type Settings, TestCommand } from '../../src/cli/test-command.ts';
import { caddy, nginx } from '../support/programs.ts';
import { startProxy } from '../support/proxy-process.ts';
import { freePort } from '../support/running-server.ts';

/** The proxy speaks to the server from here, so that it is told from its clients, who are on this machine as well. */
const PROXY_ADDRESS = '127.0.0.2';

/** What the doctor finds that is not in order, behind a proxy. */
type Examine = (trouble: string) => Promise<ReadonlyMap<string, Finding>>;

/** A server whose public address is that of a proxy. */
async function startBehindProxy(more: Settings = {}) {
  const [port, publicPort, folder] = [await freePort(), await freePort(), await mkdtemp(join(tmpdir(), 'mastodoor-'))];
  const settings = {
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${publicPort}`,
    DATABASE_URL: `sqlite:${join(folder, 'mastodoor.db')}`,
    TRUSTED_PROXIES: PROXY_ADDRESS,
    RATE_LIMIT_FACTOR: 'off',
    ...more,
  };
  const command = new TestCommand(['serve'], settings);
  await command.says(/listens on/);
  await runCommand(['account', 'create', 'alice', '--email', 'a@example.org'], settings);
  const stop = async () => {
    command.kill('SIGKILL');
    await command.ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { settings, port, publicPort, stop };
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
    access_log off; client_body_buffer_size 1m;
    map $http_authorization $without_token { default $http_authorization; "~*^bearer" ""; }
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
  after(() => behind.stop());

  test('finds nothing wrong where nothing is', async () => {
    assert.deepEqual([...(await examineBehind(forwarded)).values()], []);
  });

  test('finds that Authorization is taken away', async () => {
    const found = await examineBehind(`${forwarded} proxy_set_header Authorization "";`);
    assert.deepEqual([...found.keys()], ['authorization', 'tokens']);
    assert.match(found.get('authorization')?.words ?? '', /does not arrive, so no token works/);
  });

  test('finds that a token is taken away and a password is not', async () => {
    const found = await examineBehind(`${forwarded} proxy_set_header Authorization $without_token;`);
    assertFinding(found, 'tokens', 'problem', /A token in the Authorization header does not arrive/);
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

test("the guide's answer of nginx while the server is away can be read by web apps", nginx.needed, async () => {
  const guide = await readFile(new URL('../../docs/monitoring.md', import.meta.url), 'utf8');
  const [, documented = ''] = /```nginx\n([\s\S]*?)```/.exec(guide) ?? [];
  assert.match(documented, /@away/);
  const nobody = await freePort();
  const proxy = await startProxy({
    program: nginx.path,
    configure: (folder, port) =>
      nginxConfiguration(folder, port, nobody, `} ${documented} location /unused { return 404;`),
    arguments: (configurationPath, folder) => ['-p', folder, '-c', configurationPath],
  });
  const answer = await fetch(`http://127.0.0.1:${proxy.port}/api/v1/instance`);
  const body = (await answer.json()) as { readonly error: string };
  await proxy.stop();
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  assert.equal(answer.headers.get('retry-after'), '5');
  assert.ok(body.error.length > 0);
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
  await behind.stop();
  assertFinding(found, 'client address', 'problem', /127\.0\.0\.2 is not in TRUSTED_PROXIES/);
});

describe('doctor, behind Caddy', caddy.needed, () => {
  let behind: Awaited<ReturnType<typeof startBehindProxy>>;
  let examineBehind: Examine;

  before(async () => {
    // This Caddy cannot choose from where it speaks to the server.
    behind = await startBehindProxy({ TRUSTED_PROXIES: '127.0.0.1' });
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
  after(() => behind.stop());

  test('finds nothing wrong with its plain reverse_proxy', async () => {
    assert.deepEqual([...(await examineBehind('')).values()], []);
  });

  test('finds that Authorization is taken away, and that challenges are', async () => {
    const found = await examineBehind('header_up -Authorization');
    assert.deepEqual([...found.keys()], ['authorization', 'tokens']);
    const challenges = await examineBehind('header_down -WWW-Authenticate');
    assertFinding(challenges, 'authorization', 'problem', /drops the WWW-Authenticate header/);
  });

  test('finds that the address of the client is taken away', async () => {
    const found = await examineBehind('header_up -X-Forwarded-For');
    assertFinding(found, 'client address', 'problem', /127\.0\.0\.1 does not tell who its clients are/);
  });
});
