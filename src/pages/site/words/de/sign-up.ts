import type { SiteWords } from '../../words.ts';

export const signUp: SiteWords['signUp'] = {};
