import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { appName } from './names.ts';

/** What the page after an out-of-band denial shows. */
export interface DeniedView {
  readonly appName: string;
}

/** Tells that access was denied, for apps that have no address to be told at. */
export function deniedPage(frame: Frame, view: DeniedView): Markup {
  const words = frame.messages.denied;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'closed',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.nothingShared(appName(frame, view.appName))}</p>
<p>${words.whatNow}</p>`,
  });
}
