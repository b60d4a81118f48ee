import { button, field, fileForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { checkbox } from '../../parts/checkbox.ts';
import { explain } from '../../parts/explanation.ts';
import { panel } from '../../parts/panel.ts';
import { pictureLink } from '../../safe-link.ts';
import { siteWords } from '../words.ts';

/** A picture of an account. */
export interface ProfilePictureView {
  readonly url: string;
  /** What it shows, for whoever cannot see it. */
  readonly description: string;
  /** Whether the person brought it, and it was not drawn. */
  readonly isBrought: boolean;
}

/** What is wrong with a picture that was brought, or with what is said of it. */
export type PicturesFormProblem =
  | { readonly part: 'avatar' | 'header'; readonly problem: 'too large' | 'no picture' | 'damaged' }
  | { readonly part: 'avatarDescription' | 'headerDescription' };

const kinds = ['avatar', 'header'] as const;

type Kind = (typeof kinds)[number];

/** A form of its own: pictures are brought, described and taken away without the texts beside them. */
export function picturesForm(
  frame: Frame,
  pictures: Readonly<Record<Kind, ProfilePictureView>>,
  problemAt: (id: string) => string | undefined,
): Markup {
  const words = siteWords(frame).settings.pictures;
  const form = html`${kinds.map((kind) => pictureFields(frame, kind, pictures[kind], problemAt))}
<div class="actions">${button(words.submit, 'plain')}</div>`;
  return panel({
    id: 'pictures',
    title: words.title,
    content: html`<p class="hint">${words.hint}</p>
${fileForm(frame, '/settings/profile/pictures', form)}`,
  });
}

function pictureFields(
  frame: Frame,
  kind: Kind,
  { url, description, isBrought }: ProfilePictureView,
  problemAt: (id: string) => string | undefined,
): Insertable {
  const words = siteWords(frame).settings.pictures;
  const problem = problemAt(kind);
  const { words: explanation, attributes } = explain({ id: kind, problem });
  const described = `${kind}_description`;
  return html`<fieldset class="picture">
<legend>${words.kinds[kind]}</legend>
<img class="picture-${kind}" src="${pictureLink(url) ?? ''}" alt="${description}">
<div class="field">
<label for="${kind}">${words.choose[kind]}</label>
${explanation}
<input id="${kind}" name="${kind}" type="file" accept="image/png,image/jpeg,image/gif,image/webp"${attributes}${problem !== undefined && html` autofocus`}>
</div>
${field({
  ...{ id: described, name: described, label: words.description[kind], type: 'text', autocomplete: 'off' },
  value: description,
  hint: words.descriptionHint,
  problem: problemAt(described),
  focused: problemAt(described) !== undefined,
  optional: true,
})}
${isBrought && checkbox({ id: `${kind}_remove`, name: `${kind}_remove`, label: words.remove[kind] })}
</fieldset>`;
}

/** Whether the form of pictures has a problem. */
export function isAboutPictures(problem: { readonly part: string }): problem is PicturesFormProblem {
  return /^(avatar|header)/.test(problem.part);
}

/** What is wrong, in words. */
export function pictureProblem(frame: Frame, problem: PicturesFormProblem): string {
  const { problems } = siteWords(frame).settings.pictures;
  return 'problem' in problem ? problems[problem.problem] : problems.description;
}

/** The id of the field that has a problem. */
export function pictureFieldOf({ part }: PicturesFormProblem): string {
  return part.replace('Description', '_description');
}
