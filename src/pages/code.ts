import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { appName } from './names.ts';

/** What the out-of-band page shows. */
export interface CodeView {
  readonly code: string;
  readonly appName: string;
  readonly validForMinutes: number;
}

/** Shows an out-of-band app's code, to be carried over by hand. */
export function codePage(frame: Frame, view: CodeView): Markup {
  const words = frame.messages.code;
  return layout(frame, {
    title: words.title,
    look: 'wide doorway',
    door: 'open',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.copyIt(appName(frame, view.appName))}</p>
<div class="field">
<label for="code">${words.code}</label>
<input class="oauth-code" id="code" type="text" value="${view.code}" readonly autofocus autocomplete="off" spellcheck="false" dir="ltr" aria-describedby="code-notes">
</div>
<div class="oauth-notes" id="code-notes">
<p>${words.validFor(view.validForMinutes)}</p>
<p class="aside">${words.tellNobody}</p>
</div>`,
  });
}
