import { documentedConfiguration } from '../support/gateway-doc.ts';
import { testGuardedApi } from '../support/guarded-api.ts';
import { nginx } from '../support/programs.ts';
import { startProxy } from '../support/proxy-process.ts';

testGuardedApi({
  name: 'nginx',
  suite: nginx.needed,
  forged: 'refused',
  withoutGateway: 503,
  start: ({ gatewayPort, backendPort }) =>
    startProxy({
      program: nginx.path,
      configure: (folder, port) => `
        daemon off;
        worker_processes 1;
        error_log stderr;
        pid ${folder}/pid;
        events {}
        http {
          client_body_temp_path ${folder}/body;
          proxy_temp_path ${folder}/proxy;
          fastcgi_temp_path ${folder}/fastcgi;
          uwsgi_temp_path ${folder}/uwsgi;
          scgi_temp_path ${folder}/scgi;
          ${documentedConfiguration('nginx', [
            ['listen 80;', `listen 127.0.0.1:${port};`],
            ['127.0.0.1:3000', `127.0.0.1:${gatewayPort}`],
            ['127.0.0.1:4000', `127.0.0.1:${backendPort}`],
            ['/var/log/nginx/social.log', `${folder}/access.log`],
          ])}
        }`,
      arguments: (configurationPath, folder) => ['-p', folder, '-c', configurationPath],
    }),
});
