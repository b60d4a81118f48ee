import { field, linkButton } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { problemSummary } from '../../parts/notice.ts';
import { pager } from '../../parts/pager.ts';
import { searchForm } from '../../parts/search-form.ts';
import { select } from '../../parts/select.ts';
import { type AdminRoom, adminLayout } from '../admin-layout.ts';
import { siteWords } from '../words.ts';
import { type AuditEntryView, auditEntries, eventWords } from './audit-entries.ts';

/** What cannot be looked for as it was typed. */
export type AuditFilterProblem = 'unknownAccount' | 'unknownApp' | 'unknownDay';

export interface AuditView {
  readonly entries: readonly AuditEntryView[];
  /** What the list is narrowed by, as it was typed. */
  readonly filter: {
    readonly event?: string | undefined;
    readonly account?: string | undefined;
    readonly app?: string | undefined;
    readonly address?: string | undefined;
    readonly since?: string | undefined;
    readonly until?: string | undefined;
  };
  /** By the field that they are about. */
  readonly problems: Readonly<Partial<Record<'account' | 'app' | 'since' | 'until', AuditFilterProblem>>>;
  /** What can be chosen from. */
  readonly events: readonly string[];
  /** Whether the reader may see IP addresses. */
  readonly showsAddresses: boolean;
  /** Paths: the page before the first and after the last entry here. */
  readonly newest: string | undefined;
  readonly older: string | undefined;
  /** Rooms that this reader does not have. */
  readonly without: readonly AdminRoom[];
}

/** `/admin/audit`: what happened on this server, and a form that narrows it. */
export function auditPage(frame: Frame, view: AuditView): Markup {
  const words = siteWords(frame).audit;
  const hasProblems = Object.keys(view.problems).length > 0;
  return adminLayout(frame, {
    room: 'audit',
    without: view.without,
    title: words.title,
    content: html`<p class="lead">${words.lead}</p>
${problems(frame, view)}
${filterForm(frame, view)}
${hasProblems ? undefined : auditEntries(frame, view.entries)}
${view.newest !== undefined && html`<p class="actions">${linkButton(frame.path(view.newest), words.newest, 'small')}</p>`}
${pager(frame, { next: view.older })}`,
  });
}

function problems(frame: Frame, { problems }: AuditView): Insertable {
  const words = siteWords(frame).audit.filter;
  const found = Object.entries(problems).map(([name, problem]) => ({
    fieldId: `audit-${name}`,
    words: words[problem],
  }));
  return problemSummary(words.problems, found);
}

function filterForm(frame: Frame, { filter, problems, events, showsAddresses }: AuditView): Markup {
  const words = siteWords(frame).audit.filter;
  const named = events
    .map((event) => ({ value: event, label: eventWords(frame, event) }))
    .sort((one, other) => one.label.localeCompare(other.label, frame.messages.locale));
  const text = (name: 'account' | 'app' | 'address') => {
    const problem = name === 'address' ? undefined : problems[name];
    return field({
      id: `audit-${name}`,
      name,
      label: words[name],
      type: 'text',
      autocomplete: 'off',
      value: filter[name],
      optional: true,
      ...(problem === undefined ? {} : { problem: words[problem] }),
    });
  };
  const day = (name: 'since' | 'until') => {
    const problem = problems[name];
    return field({
      id: `audit-${name}`,
      name,
      label: words[name],
      type: 'date',
      autocomplete: 'off',
      // Browsers drop what is no day.
      value: problem === undefined ? filter[name] : undefined,
      optional: true,
      ...(problem === undefined ? {} : { problem: words[problem] }),
    });
  };
  return searchForm(frame, {
    path: '/admin/audit',
    label: words.label,
    fields: [
      select({
        id: 'audit-event',
        name: 'event',
        label: words.event,
        options: [{ value: '', label: words.everything }, ...named],
        value: filter.event,
      }),
      text('account'),
      text('app'),
      showsAddresses && text('address'),
      day('since'),
      day('until'),
    ],
    submit: words.submit,
  });
}
