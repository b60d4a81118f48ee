import { documentedConfiguration } from '../support/gateway-doc.ts';
import { testGuardedApi } from '../support/guarded-api.ts';
import { caddy } from '../support/programs.ts';
import { startProxy } from '../support/proxy-process.ts';

testGuardedApi({
  name: 'Caddy',
  suite: caddy.needed,
  forged: 'taken away',
  withoutGateway: 502,
  start: ({ gatewayPort, backendPort }) =>
    startProxy({
      program: caddy.path,
      configure: (_folder, port) => `{
        admin off
        auto_https off
      }
      ${documentedConfiguration('caddy', [
        ['social.example {', `http://:${port} {`],
        ['127.0.0.1:3000', `127.0.0.1:${gatewayPort}`],
        ['127.0.0.1:4000', `127.0.0.1:${backendPort}`],
      ])}`,
      arguments: (configurationPath) => ['run', '--adapter', 'caddyfile', '--config', configurationPath],
    }),
});
