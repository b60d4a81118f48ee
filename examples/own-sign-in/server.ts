/** The host keeps its own sign-in page and session; the library asks it who is there, and where to send who is not. */
import { randomUUID } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { createAuthServer } from 'mastodoor';
import { openSqliteStore } from 'mastodoor/sqlite';
import { accounts } from '../accounts.ts';
import { checkPassword } from '../people.ts';
import { databasePath, instance, issuer, port, rateLimitFactor, secretKey } from '../settings.ts';

const sessions = new Map<string, { readonly id: string; readonly authenticatedAt: number }>();
const sessionOf = (cookies: string | null) => sessions.get(/(?:^|; )example=([^;]+)/.exec(cookies ?? '')?.[1] ?? '');

const auth = await createAuthServer({
  issuer,
  store: await openSqliteStore({ path: databasePath }),
  secretKey,
  accounts,
  signIn: {
    currentAccount: (request) => sessionOf(request.headers.get('cookie')),
    signInUrl: ({ returnTo }) => `/welcome?${new URLSearchParams({ to: returnTo })}`,
    signOutUrl: '/bye',
  },
  instance,
  discovery: true,
  rateLimitFactor,
});

const page = (to: string, problem = '') => html`<!doctype html><html lang="en"><title>Welcome</title>
<form method="post" action="/welcome"><p role="alert">${problem}</p><input type="hidden" name="to" value="${to}">
<label>Name <input name="name" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label><button>Enter</button></form></html>`;

const app = new Hono();
app.get('/welcome', (c) => c.html(page(c.req.query('to') ?? '/')));
app.post('/welcome', async (c) => {
  const { name, password, to } = (await c.req.parseBody()) as Record<string, string>;
  const person = await checkPassword(name ?? '', password ?? '');
  if (person === undefined) return c.html(page(to ?? '/', 'Name and password do not go together.'), 422);
  const session = randomUUID();
  sessions.set(session, { id: person.id, authenticatedAt: Date.now() });
  setCookie(c, 'example', session, { httpOnly: true, sameSite: 'Lax', path: '/' });
  // Only back to the library's own pages: a form field may lead anywhere.
  return c.redirect(to?.startsWith(`${auth.issuer}/oauth/`) ? to : `${auth.issuer}/oauth/authorized_applications`);
});
app.get('/bye', (c) => {
  sessions.delete(getCookie(c, 'example') ?? '');
  return c.text('You are signed out.');
});
app.route('/', auth.routes);

serve({ fetch: app.fetch, port });
