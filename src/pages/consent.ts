import type { Destination } from '../protocol/redirect-destination.ts';
import type { SignedInAccount } from './account-switcher.ts';
import { parties } from './consent-parties.ts';
import { destinationWords } from './destination.ts';
import { door } from './door.ts';
import { button, deleteForm, hidden, postForm } from './forms.ts';
import { type Frame, layout } from './layout.ts';
import { html, type Insertable, type Markup } from './markup.ts';
import { appName, technical } from './names.ts';
import { day } from './parts/moment.ts';
import { permissionList } from './permission-list.ts';
import { type ScopeChoiceView, scopeChoices } from './scope-choices.ts';

/** What the consent page shows; of it only the id comes back with the answer, and what of the scopes stays ticked. */
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
  /** What the person allowed this app before and still holds; absent where they meet for the first time. */
  readonly earlier?: EarlierAccess | undefined;
  /** What the person may leave out; absent where there is nothing to choose. */
  readonly choices?: readonly ScopeChoiceView[] | undefined;
  readonly problem?: 'nothing chosen' | undefined;
  /** Other accounts that are signed in in this browser; none where the host's own page knows them. */
  readonly otherAccounts?: readonly SignedInAccount[] | undefined;
  /** Where the person signs in with an account that is not among them. */
  readonly useAnotherAccountUrl?: string | undefined;
}

/** What an app may do already, and what an approval would add. */
export interface EarlierAccess {
  /** When the person let the app in last. */
  readonly allowedAt: number;
  /** What the app would get and may do already. */
  readonly known: readonly string[];
  /** What it would get and may not do yet. */
  readonly fresh: readonly string[];
  /** What is asked for again and was left out last time; it is not ticked in the choices. */
  readonly leftOut: readonly string[];
}

/** The question that everything else is for: may this app use this account, for this, from there? */
export function consentPage(frame: Frame, view: ConsentView): Markup {
  const words = frame.messages.consent;
  const { authorization } = view;
  return layout(frame, {
    title: view.problem === undefined ? words.title : frame.messages.common.problemTitle(words.title),
    look: 'wide doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.question(appName(frame, view.app.name))}</p>
${parties(frame, view)}
${permissions(frame, view)}
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
${postForm(frame, '/oauth/authorize', [hidden('authorization', authorization), choices(frame, view), button(words.authorize, 'main')])}
${deleteForm(frame, '/oauth/authorize', [hidden('authorization', authorization), button(words.deny, 'plain')])}
</div>
<p class="aside">${words.takeBack}</p>`,
  });
}

/** What an approval would allow: all of it, or first what is new, because the rest was decided before. */
function permissions(frame: Frame, { scopes, earlier }: ConsentView): Markup {
  const words = frame.messages.consent;
  const asked = (
    title: string,
    shown: readonly string[],
    look?: 'fresh',
  ) => html`<section aria-labelledby="permissions"${look && html` class="${look}"`}>
<h2 id="permissions" class="question">${title}</h2>
${permissionList(frame, shown)}
</section>`;
  if (earlier === undefined) return asked(words.permissions, scopes);
  const { allowedAt, known, fresh, leftOut } = earlier;
  const nothingNew = fresh.length === 0 && leftOut.length === 0;
  return html`<p class="again">${words.letInBefore(day(frame, allowedAt))}${nothingNew && html` ${words.nothingNew}`}</p>
${fresh.length > 0 && (known.length > 0 ? asked(words.freshPermissions, fresh, 'fresh') : asked(words.permissions, fresh))}
${
  known.length > 0 &&
  html`<details class="known">
<summary>${words.knownPermissions}</summary>
${permissionList(frame, known)}
</details>`
}`;
}

function choices(frame: Frame, { choices: offered, problem, earlier }: ConsentView): Insertable {
  const leftOut = earlier !== undefined && earlier.leftOut.length > 0;
  return offered && scopeChoices(frame, offered, problem ?? (leftOut ? 'left out last time' : undefined));
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
