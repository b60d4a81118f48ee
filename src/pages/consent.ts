import { DAY } from '../protocol/lifetimes.ts';
import type { Destination } from '../protocol/redirect-destination.ts';
import { destinationWords } from './destination.ts';
import { door } from './door.ts';
import { button, deleteForm, hidden, postForm } from './forms.ts';
import { type Frame, layout } from './layout.ts';
import { html, type Insertable, type Markup } from './markup.ts';
import { formatAge } from './messages/intl.ts';
import { appName, avatar, initial, personName, technical } from './names.ts';
import { permissionList } from './permission-list.ts';
import { ownLink, webLink } from './safe-link.ts';

/** What the consent page shows; nothing of it comes back with the answer but the id. */
export interface ConsentView {
  /** The pending authorization that is being answered. */
  readonly authorization: string;
  readonly app: {
    readonly name: string;
    readonly websiteHost?: string | undefined;
    readonly websiteUrl?: string | undefined;
    readonly createdAt: number;
  };
  readonly scopes: readonly string[];
  readonly destination: Destination;
  readonly account: { readonly handle: string; readonly displayName: string; readonly avatarUrl: string };
  /** Where another account is chosen, when that is the host's own page; else this server signs the person out first. */
  readonly useAnotherAccountUrl?: string | undefined;
}

/** An app younger than this may have been made for the very link that brought the person here. */
const NEW_APP_AGE = 3 * DAY;

/** The question that everything else is for: may this app use this account, for this, from there? */
export function consentPage(frame: Frame, view: ConsentView): Markup {
  const words = frame.messages.consent;
  const { authorization } = view;
  return layout(frame, {
    title: words.title,
    look: 'wide doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.question(appName(frame, view.app.name))}</p>
<div class="parties">
${appParty(frame, view)}
${accountParty(frame, view)}
</div>
<section aria-labelledby="permissions">
<h2 id="permissions" class="question">${words.permissions}</h2>
${permissionList(frame, view.scopes)}
</section>
<div class="ends">
<section aria-labelledby="next">
<h2 id="next">${door('open')}${words.next}</h2>
${whatHappensNext(frame, view.destination)}
</section>
<section aria-labelledby="never">
<h2 id="never">${door('closed')}${words.never}</h2>
<ul class="never"><li>${words.neverPassword}</li><li>${words.neverSignIn}</li></ul>
</section>
</div>
<div class="answers">
${postForm(frame, '/oauth/authorize', [hidden('authorization', authorization), button(words.authorize, 'main')])}
${deleteForm(frame, '/oauth/authorize', [hidden('authorization', authorization), button(words.deny, 'plain')])}
</div>
<p class="aside">${words.takeBack}</p>`,
  });
}

function appParty(frame: Frame, { app }: ConsentView): Markup {
  const words = frame.messages.consent;
  const age = formatAge(frame.messages.locale, frame.now, app.createdAt);
  const isNew = frame.now - app.createdAt < NEW_APP_AGE;
  return html`<div class="party">
${initial(app.name)}
<div>
<h2>${words.app}</h2>
<p>${appName(frame, app.name)}</p>
<p class="fact">${website(frame, app)}</p>
<p class="fact">${words.registered(age)}</p>
${isNew && html`<p class="new">${words.newApp}</p>`}
</div>
</div>`;
}

function website(frame: Frame, { websiteHost, websiteUrl }: ConsentView['app']): Insertable {
  if (websiteHost === undefined) return frame.messages.consent.noWebsite;
  const link = webLink(websiteUrl);
  if (link === undefined) return technical(websiteHost);
  return html`<a href="${link}" rel="noopener noreferrer nofollow" target="_blank">${technical(websiteHost)}</a>`;
}

function accountParty(frame: Frame, view: ConsentView): Markup {
  const words = frame.messages.consent;
  const { account } = view;
  return html`<div class="party">
${avatar(account.avatarUrl)}
<div>
<h2>${words.account}</h2>
<p>${personName(frame, account.displayName)}</p>
<p class="fact">${technical(account.handle)}</p>
${useAnotherAccount(frame, view)}
</div>
</div>`;
}

function useAnotherAccount(frame: Frame, { authorization, useAnotherAccountUrl }: ConsentView): Markup {
  const words = frame.messages.consent.useAnotherAccount;
  const link = useAnotherAccountUrl === undefined ? undefined : ownLink(useAnotherAccountUrl);
  if (link !== undefined)
    return html`<p class="another"><a class="button button-small" href="${link}">${words}</a></p>`;
  return postForm(frame, '/auth/sign_out', [hidden('authorization', authorization), button(words, 'small')]);
}

function whatHappensNext(frame: Frame, destination: Destination): Markup {
  const words = frame.messages.consent;
  const sentence = html`<p>${destinationWords(words.destinations, destination)}</p>`;
  switch (destination.kind) {
    case 'https':
      return html`${sentence}<p class="fact">${words.webNote}</p>`;
    case 'http':
      return html`${sentence}<p class="warning">${words.httpWarning(technical(destination.host))}</p>`;
    case 'loopback':
      return html`${sentence}<p class="fact">${words.loopbackNote}</p>`;
    case 'scheme':
      return html`${sentence}<p class="fact">${words.schemeNote}</p>`;
    case 'code':
      return html`${sentence}<p class="fact">${words.codeNote}</p>`;
  }
}
