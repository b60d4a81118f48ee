import { type Frame, layout } from '../layout.ts';
import { html, type Insertable, type Markup } from '../markup.ts';
import { hallNavigation } from '../parts/hall-navigation.ts';
import { siteWords } from './words.ts';

const rooms = {
  profile: '/settings/profile',
  posting: '/settings/posting',
  account: '/settings/account',
  secondFactors: '/settings/second_factors',
  sessions: '/settings/sessions',
  apps: '/oauth/authorized_applications',
  tokens: '/settings/tokens',
  bot: '/settings/bot',
  invites: '/settings/invites',
  export: '/settings/export',
  delete: '/settings/delete',
  admin: '/admin',
} as const;

/** The parts of these pages, as the navigation names them. */
export type SettingsRoom = keyof typeof rooms;

/** Every page of a person's own account: the ways to the others, and its own content. */
export function settingsLayout(
  frame: Frame,
  page: {
    readonly room: SettingsRoom;
    /** Rooms that this reader does not have. */
    readonly without: readonly SettingsRoom[];
    readonly title: string;
    readonly content: Insertable;
  },
): Markup {
  const { label, ...words } = siteWords(frame).settings.nav;
  const shown = (Object.keys(rooms) as SettingsRoom[]).filter((room) => !page.without.includes(room));
  return layout(frame, {
    title: page.title,
    look: 'hall',
    door: 'open',
    showsAccount: true,
    navigation: hallNavigation(frame, {
      label,
      links: shown.map((room) => ({ path: rooms[room], words: words[room], current: room === page.room })),
    }),
    content: html`<h1>${page.title}</h1>
${page.content}`,
  });
}
