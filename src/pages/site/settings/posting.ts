import { button, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { checkbox } from '../../parts/checkbox.ts';
import { notice } from '../../parts/notice.ts';
import { select } from '../../parts/select.ts';
import { visibleText } from '../../visible-name.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';

const visibilities = ['public', 'unlisted', 'private', 'direct'] as const;

/** What a person chose for what they post. */
export interface PostingFormView {
  readonly without: readonly SettingsRoom[];
  /** Absent while it follows from whether followers are approved. */
  readonly visibility: (typeof visibilities)[number] | undefined;
  readonly sensitive: boolean;
  /** ISO 639 code; absent while the apps say it, or the language of the account does. */
  readonly language: string | undefined;
  /** What can be chosen from, in the reader's language. */
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  readonly showsApplication: boolean;
  readonly notice?: 'saved' | undefined;
}

/** Lets a person choose what new posts are like where the app says nothing else. */
export function postingFormPage(frame: Frame, view: PostingFormView): Markup {
  const words = siteWords(frame).settings.posting;
  const { language = '', languages } = view;
  const isListed = language === '' || languages.some(({ code }) => code === language);
  return settingsLayout(frame, {
    room: 'posting',
    without: view.without,
    title: words.title,
    content: html`${view.notice && notice(words.saved, 'success')}
<p class="lead">${words.introduction}</p>
${postForm(
  frame,
  '/settings/posting',
  html`${select({
    ...{ id: 'visibility', name: 'visibility', label: words.visibility },
    options: ['', ...visibilities].map((value) => ({ value, label: words.visibilities[value as 'public'] })),
    value: view.visibility ?? '',
  })}
${select({
  ...{ id: 'language', name: 'language', label: words.language },
  options: [
    { value: '', label: words.noLanguage },
    ...(isListed ? [] : [{ value: language, label: visibleText(language) }]),
    ...languages.map(({ code, name }) => ({ value: code, label: visibleText(name) })),
  ],
  value: language,
})}
${checkbox({ id: 'sensitive', name: 'sensitive', label: words.sensitive, checked: view.sensitive })}
${checkbox({
  ...{ id: 'shows_application', name: 'shows_application', label: words.showsApplication },
  hint: words.showsApplicationHint,
  checked: view.showsApplication,
})}
<div class="actions">${button(words.submit, 'main')}</div>`,
)}`,
  });
}
