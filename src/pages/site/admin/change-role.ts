import { button, linkButton, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { radios } from '../../parts/choices.ts';
import { notice } from '../../parts/notice.ts';
import { type AdminRoom, adminLayout } from '../admin-layout.ts';
import { siteWords } from '../words.ts';
import { accountPath, type RoleName } from './account-words.ts';

/** The roles that the reader may give to an account. */
export interface ChangeRoleView {
  readonly id: string;
  readonly username: string;
  readonly role: RoleName;
  readonly roles: readonly RoleName[];
  /** Whether it is the reader's own account. */
  readonly isOwn: boolean;
  readonly without: readonly AdminRoom[];
}

/** `/admin/accounts/:id/change_role`: a choice of roles, each with what it means. */
export function changeRolePage(frame: Frame, { id, username, role, roles, isOwn, without }: ChangeRoleView): Markup {
  const words = siteWords(frame).admin;
  return adminLayout(frame, {
    room: 'accounts',
    without,
    title: words.acts.change_role.name,
    heading: words.question.change_role(technical(`@${username}`)),
    content: html`<p class="lead">${words.acts.change_role.means}</p>
${isOwn && notice(words.role.yourOwn, 'warning')}
${postForm(frame, accountPath(id, 'change_role'), [
  radios({
    id: 'role',
    name: 'role',
    legend: words.role.legend,
    options: roles.map((value) => ({
      value,
      label: words.roles[value],
      hint: words.roleMeanings[value],
      checked: value === role,
    })),
  }),
  html`<p class="actions">${button(words.role.save, 'main')}
${linkButton(frame.path(accountPath(id)), words.cancel, 'plain')}</p>`,
])}`,
  });
}
