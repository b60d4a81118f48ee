import { packaged, testBalancedNodes } from '../support/balanced-nodes.ts';
import { caddy } from '../support/programs.ts';
import { startProxy } from '../support/proxy-process.ts';

testBalancedNodes({
  name: 'Caddy',
  suite: caddy.needed,
  start: (nodes) =>
    startProxy({
      program: caddy.path,
      // The file as it is; its variables are set by what Caddy reads before it.
      configure: (_folder, port) => {
        const addresses = nodes.map((node) => `127.0.0.1:${node}`).join(' ');
        const text = packaged('Caddyfile')
          .replace('{$SITE:localhost}', `http://localhost:${port}`)
          .replace('{$NODES:127.0.0.1:3000}', addresses);
        return `{\n admin off\n auto_https off\n}\n${text}`;
      },
      arguments: (configurationPath) => ['run', '--adapter', 'caddyfile', '--config', configurationPath],
    }),
});
