import { type Frame, layout } from '../layout.ts';
import { html, type Insertable, type Markup } from '../markup.ts';
import { hallNavigation } from '../parts/hall-navigation.ts';
import { siteWords } from './words.ts';

const rooms = {
  overview: '/admin',
  accounts: '/admin/accounts',
  apps: '/admin/apps',
  invites: '/admin/invites',
  limits: '/admin/limits',
  housekeeping: '/admin/housekeeping',
  audit: '/admin/audit',
  back: '/settings/profile',
} as const;

/** The parts of these pages, as the navigation names them. */
export type AdminRoom = keyof typeof rooms;

/** Every page of the administration: the ways to the others, and its own content. */
export function adminLayout(
  frame: Frame,
  page: {
    readonly room: AdminRoom;
    /** Rooms that this reader does not have. */
    readonly without: readonly AdminRoom[];
    /** Of the window, and of the page where it has no heading of its own. */
    readonly title: string;
    readonly heading?: Insertable;
    readonly content: Insertable;
  },
): Markup {
  const words = siteWords(frame).admin.nav;
  const shown = (Object.keys(rooms) as AdminRoom[]).filter((room) => !page.without.includes(room));
  return layout(frame, {
    title: page.title,
    look: 'hall',
    door: 'open',
    showsAccount: true,
    navigation: hallNavigation(frame, {
      label: words.label,
      links: shown.map((room) => ({ path: rooms[room], words: words[room], current: room === page.room })),
    }),
    content: html`<h1>${page.heading ?? page.title}</h1>
${page.content}`,
  });
}
