import { button, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';

/** What the page of one's data shows. */
export interface ExportView {
  readonly without: readonly SettingsRoom[];
}

/** Gives all that is kept about a person into their own hands. */
export function exportPage(frame: Frame, view: ExportView): Markup {
  const words = siteWords(frame).settings.export;
  return settingsLayout(frame, {
    room: 'export',
    without: view.without,
    title: words.title,
    content: html`<p class="lead">${words.introduction}</p>
<p>${words.contents}</p>
<p class="hint">${words.without}</p>
<div class="actions">${postForm(frame, '/settings/export', button(words.download, 'main'))}</div>`,
  });
}
