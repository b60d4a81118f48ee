import { redeem } from './register.ts';
import { PASSWORD, type RegisteredApp, type TestServer } from './test-server.ts';

export { redeem };

/** A form of a page, with the values that it would send. */
export interface PageForm {
  readonly action: string;
  readonly method: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Its boxes to tick, as they stand on the page. */
  readonly boxes: readonly { readonly name: string; readonly value: string; readonly ticked: boolean }[];
  /** What a person is asked for when it is a sign-in form, wherever it comes from: the names of the two fields. */
  readonly signIn?: { readonly login: string; readonly password: string };
}

/** What a browser reaches: the server in this process, or one that runs as a process of its own. */
export type Reachable = Pick<TestServer, 'origin' | 'request'>;

/** A browser without scripts: keeps cookies, reads forms, follows nothing by itself. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  readonly #server: Reachable;
  /** The page before the reader, from which a form's action is understood. */
  #page: string;

  constructor(server: Reachable) {
    this.#server = server;
    this.#page = server.origin;
  }

  async request(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = cookie === '' ? (init.headers ?? {}) : { Cookie: cookie, ...init.headers };
    const response = await this.#server.request(path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      const equals = pair.indexOf('=');
      const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    this.#page = new URL(path, this.#server.origin).href;
    return this.request(path, { headers });
  }

  /** Sends a form as a page of this server would. Its boxes are sent as they stand there, unless `values` names them. */
  submit(
    form: Omit<PageForm, 'boxes'> & Partial<Pick<PageForm, 'boxes'>>,
    values: Readonly<Record<string, string | readonly string[]>> = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const boxes = (form.boxes ?? []).filter(({ name, ticked }) => ticked && !(name in values));
    const pairs = Object.entries({ ...form.fields, ...values }).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    );
    const body = new URLSearchParams([...pairs, ...boxes.map(({ name, value }): [string, string] => [name, value])]);
    return this.request(new URL(form.action, this.#page).href, {
      method: form.method,
      body,
      headers: { Origin: this.#server.origin, 'Sec-Fetch-Site': 'same-origin', ...headers },
    });
  }

  /** Signs in through the form, at the page that a redirect led to or at the sign-in page. */
  async signIn(username: string, password = PASSWORD, path = '/auth/sign_in'): Promise<Response> {
    const [form] = formsOf(await (await this.get(path)).text());
    if (form === undefined) throw new Error('There is no sign-in form');
    return this.submit(form, { 'user[email]': username, 'user[password]': password });
  }

  /** Opens an authorization request and follows the redirects of this server until a page is shown. */
  async open(path: string): Promise<Response> {
    let response = await this.get(path);
    for (let hops = 0; hops < 5; hops += 1) {
      const location = URL.parse(response.headers.get('location') ?? 'none:', this.#page);
      if (location?.origin !== this.#server.origin) break;
      response = await this.get(location.href);
    }
    return response;
  }
}

/** The forms of a page, in order; what no form of ours uses (files, multiple selects) is not read. */
export function formsOf(html: string): readonly PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, attributes = '', content = '']) => {
    const inputs = [...content.matchAll(/<(?:input|button)\b([^>]*)>/g)].map(([, text = '']) => ({
      name: attribute(text, 'name'),
      type: attribute(text, 'type'),
      value: attribute(text, 'value'),
      ticked: / checked\b/.test(text),
    }));
    const boxes = inputs.filter(({ type }) => type === 'checkbox');
    const password = inputs.find(({ type }) => type === 'password')?.name;
    const login = inputs.find(({ name, type }) => name !== '' && ['', 'text', 'email'].includes(type))?.name;
    return {
      action: attribute(attributes, 'action'),
      method: attribute(attributes, 'method').toUpperCase() || 'GET',
      fields: Object.fromEntries(
        inputs.filter(({ name, type }) => name !== '' && type !== 'checkbox').map(({ name, value }) => [name, value]),
      ),
      boxes: boxes.map(({ name, value, ticked }) => ({ name, value, ticked })),
      ...(password === undefined || login === undefined ? {} : { signIn: { login, password } }),
    };
  });
}

function attribute(text: string, name: string): string {
  const found = new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '';
  return found
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** The path of an authorization request. */
export function authorizePath(app: RegisteredApp, parameters: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.client_id,
    redirect_uri: app.redirect_uri,
    scope: 'read',
    ...parameters,
  });
  return `/oauth/authorize?${query}`;
}

/** The consent page's two forms. */
export function consentForms(html: string): { readonly approve: PageForm; readonly deny: PageForm } {
  const forms = formsOf(html).filter((form) => form.action.endsWith('/oauth/authorize'));
  const approve = forms.find((form) => form.fields._method === undefined);
  const deny = forms.find((form) => form.fields._method === 'delete');
  if (approve === undefined || deny === undefined) throw new Error('This is not the consent page');
  return { approve, deny };
}

/** Lets a signed-in browser approve a request, unless it need not be asked again; the redirect's parameters. */
export async function authorize(
  browser: TestBrowser,
  app: RegisteredApp,
  parameters: Readonly<Record<string, string>> = {},
): Promise<URLSearchParams> {
  const page = await browser.open(authorizePath(app, parameters));
  const response = page.headers.has('location') ? page : await browser.submit(consentForms(await page.text()).approve);
  const location = response.headers.get('location') ?? '';
  return new URLSearchParams(location.slice(location.indexOf('?') + 1));
}

/** A person's token, through sign-in, consent and code. */
export async function userToken(
  server: TestServer,
  app: RegisteredApp,
  username: string,
  scope = 'read',
): Promise<string> {
  const browser = new TestBrowser(server);
  await browser.signIn(username);
  const code = (await authorize(browser, app, { scope })).get('code') ?? '';
  const response = await redeem(server, app, code);
  if (response.status !== 200) throw new Error(await response.text());
  return ((await response.json()) as { access_token: string }).access_token;
}
