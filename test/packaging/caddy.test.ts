import { packaged, testBalancedNodes } from '../support/balanced-nodes.ts';
import { caddy } from '../support/programs.ts';
import { startProxy } from '../support/proxy-process.ts';

testBalancedNodes({
  name: 'Caddy',
  suite: caddy.needed,
  // As the guide says: Caddy asks for the health, and looks elsewhere before the port is closed.
  settings: { DRAIN_SECONDS: '5' },
  start: (nodes) =>
    startProxy({
      program: caddy.path,
      // The file as it is; its variables are set by what Caddy reads before it.
      configure: (_folder, port) => {
        const addresses = nodes.map((node) => `127.0.0.1:${node}`).join(' ');
        const text = packaged('Caddyfile')
          .replace('{$SITE:localhost}', `http://localhost:${port}`)
          .replaceAll('{$NODES:127.0.0.1:3000}', addresses);
        return `{\n admin off\n auto_https off\n}\n${text}`;
      },
      arguments: (configurationPath) => ['run', '--adapter', 'caddyfile', '--config', configurationPath],
    }),
});
