import type { SiteWords } from '../../words.ts';

export const password: SiteWords['password'] = {};
