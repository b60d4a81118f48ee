import type { SiteWords } from '../../words.ts';

export const mail: SiteWords['mail'] = {};
