import { button, field, linkButton, postForm } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { notice } from '../../parts/notice.ts';
import { dangerZone } from '../../parts/panel.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';

/** What the page shows that deletes an account. */
export interface DeleteView {
  readonly without: readonly SettingsRoom[];
  readonly username: string;
  /** Whether the name is free afterwards, because the account was never in use. */
  readonly freesName: boolean;
  readonly isOnlyOwner: boolean;
  /** What was typed, when it was not the username. */
  readonly typed?: string | undefined;
  readonly problem?: 'other name' | undefined;
}

/** Asks whether an account is to be deleted for ever. */
export function deletePage(frame: Frame, view: DeleteView): Markup {
  const words = siteWords(frame).settings.delete;
  return settingsLayout(frame, {
    room: 'delete',
    without: view.without,
    title: view.problem === undefined ? words.title : frame.messages.common.problemTitle(words.title),
    content: view.isOnlyOwner ? notice(words.onlyOwner, 'warning') : question(frame, view),
  });
}

function question(frame: Frame, view: DeleteView): Insertable {
  const words = siteWords(frame).settings.delete;
  const { erased, signedOut, nameStays } = words.consequences;
  return html`<p class="lead">${words.introduction}</p>
<ul class="consequences"><li>${erased}</li><li>${signedOut}</li><li>${view.freesName ? words.unusedName : nameStays}</li></ul>
<p>${words.exportFirst} <a href="${frame.path('/settings/export')}">${siteWords(frame).settings.export.title}</a></p>
${dangerZone({
  id: 'delete',
  title: words.title,
  content: postForm(
    frame,
    '/settings/delete',
    html`${field({
      id: 'username',
      name: 'username',
      label: words.username(technical(view.username)),
      type: 'text',
      autocomplete: 'off',
      value: view.typed,
      problem: view.problem && words.problem,
      focused: view.problem !== undefined,
    })}
${button(words.submit, 'danger')}`,
  ),
})}`;
}

/** Says goodbye. */
export function deletedPage(frame: Frame): Markup {
  const words = siteWords(frame).settings.delete;
  return layout(
    { ...frame, signedInAs: undefined },
    {
      title: words.goneTitle,
      look: 'doorway',
      door: 'closed',
      content: html`<h1>${words.goneTitle}</h1>
<p class="lead" role="status">${words.gone}</p>
<p>${words.farewell}</p>
<p class="actions">${linkButton(frame.home, frame.messages.common.backToStart, 'plain')}</p>`,
    },
  );
}
