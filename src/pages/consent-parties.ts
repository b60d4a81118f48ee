import { DAY } from '../protocol/lifetimes.ts';
import { accountSwitcher } from './account-switcher.ts';
import type { ConsentView } from './consent.ts';
import { linkButton } from './forms.ts';
import type { Frame } from './layout.ts';
import { html, type Insertable, type Markup } from './markup.ts';
import { formatAge } from './messages/intl.ts';
import { appName, avatar, initial, personName, technical } from './names.ts';
import { ownLink, webLink } from './safe-link.ts';

/** An app younger than this may have been made for the very link that brought the person here. */
const NEW_APP_AGE = 3 * DAY;

/** Who stands at the door, and whose door it is. */
export function parties(frame: Frame, view: ConsentView): Markup {
  return html`<div class="parties">
${appParty(frame, view)}
${accountParty(frame, view)}
</div>`;
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
</div>
${useAnotherAccount(frame, view)}
</div>`;
}

/** Those who are signed in stand behind a fold: most people have one account, and a button less to think about. */
function useAnotherAccount(frame: Frame, view: ConsentView): Insertable {
  const { authorization, otherAccounts = [], useAnotherAccountUrl } = view;
  const words = frame.messages;
  const link = useAnotherAccountUrl === undefined ? undefined : ownLink(useAnotherAccountUrl);
  if (otherAccounts.length === 0) {
    return link && html`<p class="another">${linkButton(link, words.consent.useAnotherAccount, 'small')}</p>`;
  }
  return html`<details class="others">
<summary>${words.consent.useAnotherAccount}</summary>
${accountSwitcher(frame, otherAccounts, authorization)}
${link && html`<p class="another"><a href="${link}">${words.accounts.another}</a></p>`}
</details>`;
}
