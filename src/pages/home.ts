import { linkButton } from './forms.ts';
import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { visibleName, visibleText } from './visible-name.ts';

/** What the start page shows. */
export interface HomeView {
  /** What the people who run this server say about it. */
  readonly description: string;
  readonly signedIn: boolean;
  /** Where people make an account; absent where nobody may. */
  readonly signUpUrl?: string | undefined;
  readonly version: string;
}

/** What this server is, for people and for developers. */
export function homePage(frame: Frame, view: HomeView): Markup {
  const words = frame.messages.home;
  const { common } = frame.messages;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: view.signedIn ? 'open' : 'ajar',
    showsAccount: true,
    content: html`<h1><bdi>${visibleName(frame.brand.name, common.madeWith)}</bdi></h1>
${view.description !== '' && html`<p class="lead" dir="auto">${visibleText(view.description)}</p>`}
<p${view.description === '' && html` class="lead"`}>${words.whatItIs}</p>
<p class="actions">${
      view.signedIn
        ? html`<a class="button button-main" href="${frame.path('/oauth/authorized_applications')}">${common.authorizedApps}</a>`
        : [
            html`<a class="button button-main" href="${frame.signInUrl}">${common.signIn}</a>`,
            view.signUpUrl !== undefined &&
              html` ${linkButton(view.signUpUrl, frame.messages.signIn.waysOut.signUp, 'plain')}`,
          ]
    }</p>
<p class="aside">${view.signedIn ? words.appsHint : words.signInHint}</p>
<section class="developer" aria-labelledby="developers">
<h2 id="developers">${words.forDevelopers}</h2>
<p>${words.metadata(html`<a href="${frame.path('/.well-known/oauth-authorization-server')}">${words.metadataLink}</a>`)}</p>
<p class="reference">Mastodoor · ${words.version(visibleText(view.version))}</p>
</section>`,
  });
}
