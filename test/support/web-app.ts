import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A web app without a server of its own: it registers, exchanges the code and revokes by `fetch` from its own origin, as
 * Phanpy and Pinafore do. Its name is `localhost`, so that browsers take it for another site than `127.0.0.1`.
 */
export class WebApp {
  readonly origin: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  /** @param authorizationServer the issuer at which people sign in */
  static async start(authorizationServer: string): Promise<WebApp> {
    const server = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(page(authorizationServer));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new WebApp(server);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const page = (authorizationServer: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A web app</title>
<link rel="icon" href="data:,">
<p role="status"></p>
<button onclick="signIn({})">Sign in</button>
<button onclick="signIn({ force_login: 'true' })">Add an account</button>
<button onclick="signInByPopUp()">Sign in by pop-up</button>
<button onclick="signOut()">Sign out</button>
<script>
const server = ${JSON.stringify(authorizationServer)};
const here = location.origin + '/';
const say = (text) => { document.querySelector('[role=status]').textContent = text; };
const form = (fields) => ({ method: 'POST', body: new URLSearchParams(fields) });
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const keep = (values) => Object.assign(localStorage, values);

async function json(path, options) {
  const response = await fetch(server + path, options);
  const body = await response.json();
  if (!response.ok) throw new Error(path + ': ' + response.status + ' ' + JSON.stringify(body));
  return body;
}

async function authorizationUrl(extra) {
  const metadata = await json('/.well-known/oauth-authorization-server');
  const scopes = 'read write follow push';
  const app = await json('/api/v1/apps', form({ client_name: 'A web app', redirect_uris: here, scopes, website: here }));
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(42)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const state = crypto.randomUUID();
  keep({ id: app.client_id, secret: app.client_secret, verifier, state, issuer: metadata.issuer });
  const query = { client_id: app.client_id, redirect_uri: here, response_type: 'code', scope: scopes, state, ...extra };
  if (metadata.code_challenge_methods_supported.includes('S256')) {
    Object.assign(query, { code_challenge_method: 'S256', code_challenge: base64url(new Uint8Array(digest)) });
  }
  return metadata.authorization_endpoint + '?' + new URLSearchParams(query);
}

async function signIn(extra) {
  location.assign(await authorizationUrl(extra));
}

async function signInByPopUp() {
  const popUp = window.open('about:blank', '', 'width=500,height=700');
  popUp.location = await authorizationUrl({});
  addEventListener('message', (event) => finish(new URLSearchParams(event.data)), { once: true });
}

async function finish(answer) {
  if (answer.get('state') !== localStorage.state) throw new Error('The answer has another state');
  if (answer.get('iss') !== localStorage.issuer) throw new Error('The answer is of another server');
  if (answer.has('error')) return say('Refused: ' + answer.get('error') + ': ' + answer.get('error_description'));
  const { id, secret, verifier } = localStorage;
  const redemption = { grant_type: 'authorization_code', redirect_uri: here, code: answer.get('code') };
  const client = { client_id: id, client_secret: secret };
  const token = await json('/oauth/token', form({ ...redemption, ...client, code_verifier: verifier }));
  keep({ token: token.access_token });
  say('Signed in as ' + (await whoAmI()).acct + ' with ' + token.scope);
}

const whoAmI = () =>
  json('/api/v1/accounts/verify_credentials', { headers: { Authorization: 'Bearer ' + localStorage.token } });

async function signOut() {
  const { id, secret, token } = localStorage;
  await json('/oauth/revoke', form({ client_id: id, client_secret: secret, token }));
  say(await whoAmI().then(() => 'Still signed in', (error) => 'Signed out: ' + error.message));
}

addEventListener('unhandledrejection', (event) => say('Failed: ' + event.reason.message));
if (location.search !== '') {
  if (window.opener === null) finish(new URLSearchParams(location.search)).catch((error) => say('Failed: ' + error.message));
  else {
    window.opener.postMessage(location.search, location.origin);
    window.close();
  }
}
</script>
`;
