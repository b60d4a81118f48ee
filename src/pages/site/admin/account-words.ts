import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { formatNumber } from '../../messages/intl.ts';
import { technical } from '../../names.ts';
import { type BadgeTone, badge } from '../../parts/badge.ts';
import { siteWords } from '../words.ts';

/** The states of an account, as staff tells them apart. */
export const accountStates = ['active', 'unconfirmed', 'pending', 'disabled', 'suspended'] as const;
/** One of {@link accountStates}. */
export type AccountStateName = (typeof accountStates)[number];

/** The roles, the lowest first. */
export const roleNames = ['user', 'moderator', 'admin', 'owner'] as const;
/** One of {@link roleNames}. */
export type RoleName = (typeof roleNames)[number];

/** What can be done to an account, as addresses name it. */
export type ActName =
  | 'approve'
  | 'reject'
  | 'confirm'
  | 'disable'
  | 'enable'
  | 'suspend'
  | 'unsuspend'
  | 'change_role'
  | 'reset_second_factor'
  | 'reset_password'
  | 'sign_out_everywhere'
  | 'delete';

/** Why something was not done. */
export type ActRefusal = 'not allowed' | 'impossible' | 'last owner' | 'address taken' | 'changed meanwhile';

const tones: Readonly<Record<AccountStateName, BadgeTone>> = {
  active: 'good',
  unconfirmed: 'plain',
  pending: 'care',
  disabled: 'alarm',
  suspended: 'alarm',
};

/** The state of an account as a badge. */
export function stateBadge(frame: Frame, state: AccountStateName): Markup {
  return badge(siteWords(frame).admin.states[state], tones[state]);
}

/** A username with a link to what is known of the account. */
export function accountLink(
  frame: Frame,
  { id, username }: { readonly id: string; readonly username: string },
): Markup {
  return html`<a href="${frame.path(accountPath(id))}">${technical(`@${username}`)}</a>`;
}

/** The page of an account. */
export function accountPath(id: string, act?: ActName): string {
  return `/admin/accounts/${encodeURIComponent(id)}${act === undefined ? '' : `/${act}`}`;
}

/** A number as the reader's language writes it. */
export function number({ messages }: Frame, value: number): Markup {
  return html`${formatNumber(messages.locale, value)}`;
}
