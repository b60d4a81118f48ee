import { type Frame, layout } from './layout.ts';
import { html, type Insertable, type Markup } from './markup.ts';
import { appName, technical } from './names.ts';
import { appLink, ownLink } from './safe-link.ts';
import { visibleText } from './visible-name.ts';

/** What can go wrong, as a person would tell it apart. */
export const errorKinds = [
  'bad authorization request',
  'unknown app',
  'bad redirect uri',
  'bad scope',
  'refused by policy',
  'expired form',
  'request expired',
  'already answered',
  'other browser',
  'not found',
  'too many requests',
  'bad request',
  'too large',
  'unavailable',
  'broken',
] as const;

/** One of {@link errorKinds}. */
export type ErrorKind = (typeof errorKinds)[number];

/** What an error page shows. */
export interface ErrorView {
  readonly status: number;
  readonly kind: ErrorKind;
  /**
   * The exact sentence of the protocol, for the one who can mend the app. Of a refusal by policy: what the people who run
   * this server have to say, in whichever language they wrote it.
   */
  readonly detail?: string | undefined;
  /** Where the app waits for the error, when it is known to be the app's own address. */
  readonly returnToApp?: { readonly url: string; readonly appName: string } | undefined;
  /** Leads through sign-in back to the request. */
  readonly signInAgain?: string | undefined;
  readonly incidentId?: string | undefined;
}

/** Tells what went wrong, whose mistake it was, and what to do. */
export function errorPage(frame: Frame, view: ErrorView): Markup {
  const words = frame.messages.errors.kinds[view.kind];
  const byPolicy = view.kind === 'refused by policy';
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'closed',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.happened}</p>
${byPolicy && policyReason(frame, view.detail)}
<p>${words.advice}</p>
${actions(frame, view)}
${!byPolicy && view.detail !== undefined && developerNote(frame, view.detail)}
${reference(frame, view)}`,
  });
}

function actions(frame: Frame, { returnToApp, signInAgain }: ErrorView): Markup {
  const { messages, home } = frame;
  const back = returnToApp && appLink(returnToApp.url);
  const again = signInAgain === undefined ? undefined : ownLink(signInAgain);
  const start = back === undefined && again === undefined;
  return html`<p class="actions">
${again !== undefined && html`<a class="button button-main" href="${again}">${messages.common.signIn}</a>`}
${returnToApp && back && html`<a class="button button-plain" href="${back}">${messages.errors.returnToApp(appName(frame, returnToApp.appName))}</a>`}
${start && html`<a class="button button-plain" href="${home}">${messages.common.backToStart}</a>`}
</p>`;
}

function policyReason({ messages }: Frame, detail = ''): Insertable {
  return (
    detail.trim() !== '' &&
    html`<section class="policy" aria-labelledby="policy">
<h2 id="policy">${messages.errors.policyReason}</h2>
<p dir="auto">${visibleText(detail)}</p>
</section>`
  );
}

function developerNote({ messages }: Frame, detail: string): Markup {
  return html`<section class="developer" aria-labelledby="developer">
<h2 id="developer">${messages.errors.forDevelopers}</h2>
<p lang="en" dir="ltr">${visibleText(detail)}</p>
</section>`;
}

function reference({ messages }: Frame, { status, incidentId }: ErrorView): Insertable {
  const ids = [incidentId !== undefined && html`<span>${messages.errors.incident(technical(incidentId))}</span>`];
  return html`<p class="reference"><span>${messages.errors.status(status)}</span> ${ids}</p>`;
}
