import { html, type Insertable, type Markup } from '../markup.ts';

/** What kind of news a notice brings. */
export type Tone = 'info' | 'success' | 'warning' | 'problem';

/** `status` is read out when there is time, `alert` at once; a warning belongs to the page and is read in its place. */
const roles: Readonly<Record<Tone, Insertable>> = {
  info: html` role="status"`,
  success: html` role="status"`,
  warning: false,
  problem: html` role="alert"`,
};

/** A box with news: what was done, what went wrong, or what to beware of. Its words must say all that its colour says. */
export function notice(words: Insertable, tone: Tone = 'info'): Markup {
  return html`<div class="notice notice-${tone}"${roles[tone]}>${words}</div>`;
}

/** One thing that must be put right, and the id of the field where. */
export interface FieldProblem {
  readonly fieldId: string;
  readonly words: Insertable;
}

/** All problems of a form in one place before it, each leading to its field (WCAG 2.2 §3.3.1); nothing without any. */
export function problemSummary(title: Insertable, problems: readonly FieldProblem[]): Insertable {
  return (
    problems.length > 0 &&
    html`<div class="problem" role="alert">
<p>${title}</p>
<ul>${problems.map(({ fieldId, words }) => html`<li><a href="#${fieldId}">${words}</a></li>`)}</ul>
</div>`
  );
}
