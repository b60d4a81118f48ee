// npm's `oidc-provider` with its adapter in memory and client credentials, to be compared with. Prints its port.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const client = {
  client_id: 'bench',
  client_secret: 'a secret of the bench, of some length',
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  token_endpoint_auth_method: 'client_secret_post',
};
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [client],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
  });
  server.on('request', provider.callback());
  process.stdout.write(`${port}\n`);
});
