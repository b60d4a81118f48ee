import { packaged, testBalancedNodes } from '../support/balanced-nodes.ts';
import { nginx } from '../support/programs.ts';
import { startProxy } from '../support/proxy-process.ts';

/** Of `packaging/nginx.conf`, what differs on this machine; every one must be there to be replaced. */
function configurationFor(port: number, nodes: readonly [number, number, number]): string {
  let text = packaged('nginx.conf');
  const replacements: readonly (readonly [string, string])[] = [
    ['  listen 443 ssl http2;\n  listen [::]:443 ssl http2;', `  listen 127.0.0.1:${port};\n  listen [::1]:${port};`],
    ['  ssl_certificate     /etc/ssl/social.example.pem;\n', ''],
    ['  ssl_certificate_key /etc/ssl/social.example.key;\n', ''],
    ['  listen 80;\n  listen [::]:80;', `  listen 127.0.0.2:${port};`],
    ['10.0.0.11:3000', `127.0.0.1:${nodes[0]}`],
    ['10.0.0.12:3000', `127.0.0.1:${nodes[1]}`],
    ['10.0.0.13:3000', `127.0.0.1:${nodes[2]}`],
    // A port beside the name is what tells this server from others.
    ['proxy_set_header Host              $host;', 'proxy_set_header Host              $http_host;'],
  ];
  for (const [written, actual] of replacements) {
    if (!text.includes(written)) throw new Error(`packaging/nginx.conf has no ${written}`);
    text = text.replaceAll(written, actual);
  }
  return text;
}

testBalancedNodes({
  name: 'nginx',
  suite: nginx.needed,
  start: (nodes) =>
    startProxy({
      program: nginx.path,
      configure: (folder, port) => `
        daemon off;
        worker_processes 1;
        error_log stderr;
        pid ${folder}/pid;
        events {}
        http {
          access_log off;
          client_body_temp_path ${folder}/body;
          proxy_temp_path ${folder}/proxy;
          fastcgi_temp_path ${folder}/fastcgi;
          uwsgi_temp_path ${folder}/uwsgi;
          scgi_temp_path ${folder}/scgi;
          ${configurationFor(port, nodes)}
        }`,
      arguments: (configurationPath, folder) => ['-p', folder, '-c', configurationPath],
    }),
});
