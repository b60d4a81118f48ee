import { type DepartureFromMastodon, dialect } from '../../src/mastodon/dialect.ts';
import { type Page, page, prose, table } from './page.ts';

const folder = 'docs/departures';
const source = 'src/mastodon/dialect.ts';

/** A page for each departure from Mastodon, and the table of all. */
export function departurePages(): readonly Page[] {
  return [overview(), ...dialect.map(departurePage)];
}

function overview(): Page {
  return page(`${folder}/README.md`, source, [
    '# Where this server departs from Mastodon',
    prose(
      'On the wire it answers like Mastodon 4.6. It departs only where an app cannot notice, or where a standard or the safety of people asks for it. Each departure has a page that says why, what an app notices, and which tests prove it. Whatever is not listed here and differs is a fault: please report it.',
    ),
    table(
      ['topic', 'Mastodon', 'here'],
      dialect.map(({ id, topic, mastodon, here }) => [`[${topic}](${id}.md)`, mastodon, here]),
    ),
  ]);
}

function departurePage({ id, topic, mastodon, here, why, appsNotice, where, tests }: DepartureFromMastodon): Page {
  const list = (paths: readonly string[]) => paths.map((path) => `- [${path}](../../${path})`).join('\n');
  return page(`${folder}/${id}.md`, source, [
    `# ${topic.replace(/^[a-z]/, (letter) => letter.toUpperCase())}`,
    prose(`**Mastodon**: ${mastodon}`),
    prose(`**Here**: ${here}`),
    prose(`**Why**: ${why}`),
    prose(`**What an app notices**: ${appsNotice}${/[.?!]$/.test(appsNotice) ? '' : '.'}`),
    `**Where it lives**:\n\n${list(where)}`,
    `**What proves it**:\n\n${list(tests)}`,
    '[All departures](README.md)',
  ]);
}
