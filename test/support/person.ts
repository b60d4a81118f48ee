import { consentForms, formsOf, type PageForm, type Reachable, TestBrowser } from './test-browser.ts';
import { PASSWORD } from './test-server.ts';

/** Somebody with an account, who signs in where asked and lets apps in. */
export class Person {
  readonly browser: TestBrowser;
  readonly #username: string;
  readonly #prefix: string;

  /** @param prefix the path below which the server is mounted */
  constructor(server: Reachable, username: string, prefix = '') {
    this.browser = new TestBrowser(server);
    this.#username = username;
    this.#prefix = prefix;
  }

  /** Opens an authorization request and approves it; where the browser is sent, byte for byte. */
  async approve(url: string): Promise<string> {
    const page = await this.openConsent(url);
    return typeof page === 'string' ? page : locationOf(await this.browser.submit(page.approve));
  }

  /** Opens an authorization request and allows only some of it; where the browser is sent. */
  async approveOnly(url: string, scopes: readonly string[]): Promise<string> {
    const page = await this.openConsent(url);
    if (typeof page === 'string') throw new Error('Nobody was asked');
    return locationOf(await this.browser.submit(page.approve, { allow: scopes, divided: '' }));
  }

  /** Opens an authorization request and denies it; where the browser is sent. */
  async deny(url: string): Promise<string> {
    const page = await this.openConsent(url);
    if (typeof page === 'string') throw new Error('Nobody was asked');
    return locationOf(await this.browser.submit(page.deny));
  }

  /** Approves the request of an app that has no address of its own, and copies the code from the page. */
  async approveAndCopyCode(url: string): Promise<string> {
    return this.copyCode(await this.approve(url));
  }

  /** Copies the code from the page that an approval led to. */
  async copyCode(location: string): Promise<string> {
    const page = await this.browser.open(location);
    const code = /<input class="oauth-code"[^>]* value="([^"]+)"[^>]* readonly/.exec(await page.text())?.[1];
    if (code === undefined) throw new Error('The page shows no code');
    return code;
  }

  /** Ends all access of an app, on the page of authorized applications. */
  async takeBack(appId: string): Promise<void> {
    const path = `${this.#prefix}/oauth/authorized_applications`;
    const forms = formsOf(await (await this.browser.open(path)).text());
    const form = forms.find(({ action }) => action === `${path}/${appId}`);
    if (form === undefined) throw new Error('The app is not among the authorized ones');
    locationOf(await this.browser.submit(form));
  }

  /** The consent page's forms; or, when nobody has to be asked, where the browser is sent. */
  async openConsent(url: string): Promise<ReturnType<typeof consentForms> | string> {
    let page = await this.browser.open(url);
    let html = await page.text();
    const form = this.findSignIn(html);
    if (form !== undefined) {
      page = await this.browser.open(locationOf(await this.signIn(form)));
      html = await page.text();
    }
    return page.headers.get('location') ?? consentForms(html);
  }

  /** The sign-in form of a page, if it has one: the server's own or the host's. */
  findSignIn(html: string): PageForm | undefined {
    return formsOf(html).find(({ signIn }) => signIn !== undefined);
  }

  /** Fills in a sign-in form and sends it. */
  signIn(form: PageForm, password = PASSWORD): Promise<Response> {
    if (form.signIn === undefined) throw new Error('This is no sign-in form');
    return this.browser.submit(form, { [form.signIn.login]: this.#username, [form.signIn.password]: password });
  }
}

function locationOf(response: Response): string {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`There is no redirect, but ${response.status}`);
  return location;
}
