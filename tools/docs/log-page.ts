import { eventFields, eventNotes } from '../../src/server/event-notes.ts';
import { logLines } from '../../src/server/log-lines.ts';
import { type EventMember, eventMembers } from './event-members.ts';
import { type Page, page, prose, table } from './page.ts';

/** The number by which a line says how serious it is. */
const levels = { info: 30, warn: 40, error: 50, fatal: 60 } as const;

/** The reference of the standalone server's log: every line and event, its members, and what to do about it. */
export function logPage(): Page {
  return page('docs/log.md', 'src/server/log-lines.ts, src/server/event-notes.ts and the type `SecurityEvent`', [
    '# The log, line by line',
    prose(
      'The standalone server writes one JSON object a line to standard output. `level` is 30 for information, 40 for a warning, 50 for an error, 60 for the end of the process; `time` is in milliseconds since 1970; `msg` says what it is. `LOG_LEVEL=warn` leaves out what is below 40: requests and events. Nothing else is ever written there: a line that is not on this page cannot be made.',
    ),
    prose(
      'No line holds a query, a header, a body, a password, a token, a code or an address of mail. How to search and keep it: [operating.md](operating.md#logs). What to be woken by: [monitoring.md](monitoring.md#alerts).',
    ),
    '## What goes wrong',
    prose('Lines of level 40 and above, the most serious first.'),
    ...linesOf((level) => level >= 40),
    '## What goes on',
    ...linesOf((level) => level < 40),
    '## What happened: security events',
    prose(
      'Level 30, with the name in `event` and in `msg`. Those that concern accounts and staff are kept longer in [the audit log](operating.md#audit-log).',
    ),
    ...eventTables(),
    '## What members of events hold',
    table(
      ['member', 'holds'],
      Object.entries(eventFields)
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([name, words]) => [`\`${name}\``, words]),
    ),
  ]);
}

function linesOf(isMeant: (level: number) => boolean): readonly string[] {
  return Object.entries(logLines)
    .map(([name, line]) => ({ name, ...line, number: levels[line.level] }))
    .filter(({ number }) => isMeant(number))
    .sort((one, other) => other.number - one.number)
    .flatMap(({ name, number, means, todo, fields }) => [
      `### ${name}`,
      prose(`Level ${number}. ${means} **What to do**: ${todo}`),
      table(
        ['member', 'holds'],
        Object.entries(fields).map(([field, words]) => [`\`${field}\``, words]),
      ),
    ]);
}

function eventTables(): readonly string[] {
  const members = eventMembers();
  const rows = Object.entries(eventNotes).map(([name, { means, todo }]) => {
    const own = members.get(name);
    if (own === undefined) throw new Error(`There is no event ${name} any more`);
    return { todo, cells: [`\`${name}\``, means, listed(own)] };
  });
  const remarkable = rows.filter(({ todo }) => todo !== undefined);
  const quiet = rows.filter(({ todo }) => todo === undefined);
  return [
    '### Events to know of',
    table(
      ['event', 'means', 'members', 'what to do'],
      remarkable.map(({ cells, todo }) => [...cells, todo ?? '']),
    ),
    '### All others',
    prose('Nothing has to be done about one of these; they answer questions that come later.'),
    table(
      ['event', 'means', 'members'],
      quiet.map(({ cells }) => cells),
    ),
  ];
}

function listed(members: readonly EventMember[]): string {
  return members.map(({ name, optional }) => `\`${name}\`${optional ? '?' : ''}`).join(', ');
}
