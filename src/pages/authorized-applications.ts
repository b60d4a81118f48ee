import type { Person } from '../protocol/person.ts';
import type { Destination } from '../protocol/redirect-destination.ts';
import { destinationWords } from './destination.ts';
import { button, deleteForm } from './forms.ts';
import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { appName, initial, technical } from './names.ts';
import { age, day } from './parts/moment.ts';
import { notice } from './parts/notice.ts';
import { permissionList } from './permission-list.ts';
import { webLink } from './safe-link.ts';

/** What the page of authorized apps shows. */
export interface AuthorizedApplicationsView {
  readonly apps: readonly AuthorizedApp[];
  readonly notice?: 'revoked one' | 'revoked all' | undefined;
  /** How many tokens the person made for programs of their own; they are listed elsewhere, and end with everything. */
  readonly personalTokens?: number | undefined;
  /** Whose apps these are, for a page of the host's own. */
  readonly reader?: Person | undefined;
}

/** An app with all its sign-ins. */
export interface AuthorizedApp {
  readonly appId: string;
  readonly name: string;
  readonly websiteHost?: string | undefined;
  readonly websiteUrl?: string | undefined;
  /** Of all sign-ins together. */
  readonly scopes: readonly string[];
  readonly signIns: readonly SignInOfApp[];
}

/** One approval, which can be ended alone. */
export interface SignInOfApp {
  readonly grantId: string;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly lastUsedAt?: number | undefined;
  readonly destination?: Destination | undefined;
}

const path = '/oauth/authorized_applications';

/** Which apps can use the account, and the ways to end it. */
export function authorizedApplicationsPage(frame: Frame, view: AuthorizedApplicationsView): Markup {
  const words = frame.messages.authorizedApps;
  return layout(frame, {
    title: words.title,
    look: 'hall',
    door: 'open',
    showsAccount: true,
    content: html`<h1>${words.title}</h1>
${authorizedApplications(frame, view)}`,
  });
}

/** What that page has below its heading, for a page that frames it in another way. */
export function authorizedApplications(frame: Frame, view: AuthorizedApplicationsView): Markup {
  const words = frame.messages.authorizedApps;
  const { personalTokens = 0 } = view;
  return html`${view.notice && notice(view.notice === 'revoked one' ? words.notices.revokedOne : words.notices.revokedAll, 'success')}
${
  view.apps.length === 0
    ? html`<div class="empty"><p class="lead">${words.empty}</p><p>${words.emptyHint}</p></div>`
    : html`<p class="lead">${words.introduction}</p>
<ul class="apps" role="list">${view.apps.map((app) => html`<li>${appCard(frame, app)}</li>`)}</ul>`
}
${
  (view.apps.length > 0 || personalTokens > 0) &&
  html`<section class="everything" aria-labelledby="everything">
<h2 id="everything">${words.everythingTitle}</h2>
<p>${words.everythingHint} ${personalTokens > 0 && words.tokensToo(personalTokens)}</p>
${deleteForm(frame, path, button(words.revokeEverything, 'danger'))}
</section>`
}`;
}

function appCard(frame: Frame, app: AuthorizedApp): Markup {
  const words = frame.messages.authorizedApps;
  const link = webLink(app.websiteUrl);
  const host = app.websiteHost === undefined ? undefined : technical(app.websiteHost);
  return html`<article class="app" aria-labelledby="app-${app.appId}">
<div class="app-head">
${initial(app.name)}
<div>
<h2 id="app-${app.appId}">${appName(frame, app.name)}</h2>
${host && html`<p class="fact">${link === undefined ? host : html`<a href="${link}" rel="noopener noreferrer nofollow">${host}</a>`}</p>`}
<p class="fact">${usage(frame, app.signIns)}</p>
</div>
${deleteForm(frame, `${path}/${encodeURIComponent(app.appId)}`, button(words.revokeApp(appName(frame, app.name)), 'plain'))}
</div>
<details>
<summary>${words.whatItCanDo}</summary>
${permissionList(frame, app.scopes)}
</details>
<details>
<summary>${words.signIns(app.signIns.length)}</summary>
<ul class="sign-ins" role="list">${app.signIns.map((signIn) => html`<li>${signInRow(frame, app, signIn)}</li>`)}</ul>
</details>
</article>`;
}

function signInRow(frame: Frame, app: AuthorizedApp, signIn: SignInOfApp): Markup {
  const words = frame.messages.authorizedApps;
  const date = day(frame, signIn.createdAt);
  const everywhere = signIn.scopes.length === app.scopes.length;
  return html`<div class="sign-in">
<div>
<p>${words.signInOf(date)}</p>
<p class="fact">${signIn.destination && html`<span>${destinationWords(words.places, signIn.destination)}</span>`}
<span>${lastUse(frame, signIn.lastUsedAt)}</span></p>
${!everywhere && html`<p class="scopes">${signIn.scopes.map((scope) => html`${technical(scope)} `)}</p>`}
</div>
${deleteForm(frame, `${path}/${encodeURIComponent(app.appId)}/sign_ins/${encodeURIComponent(signIn.grantId)}`, button(words.revokeSignIn(date), 'small'))}
</div>`;
}

/** Since when an app is in use, and when it was used last, over all its sign-ins. */
function usage(frame: Frame, signIns: readonly SignInOfApp[]): Markup {
  const since = Math.min(...signIns.map((signIn) => signIn.createdAt));
  const lastUsed = Math.max(...signIns.map((signIn) => signIn.lastUsedAt ?? Number.NEGATIVE_INFINITY));
  return html`${Number.isFinite(since) && html`<span>${frame.messages.authorizedApps.since(day(frame, since))}</span>`}
<span>${lastUse(frame, Number.isFinite(lastUsed) ? lastUsed : undefined)}</span>`;
}

function lastUse(frame: Frame, instant: number | undefined): Markup {
  const words = frame.messages.authorizedApps;
  return instant === undefined ? html`${words.neverUsed}` : words.lastUsed(age(frame, instant));
}
