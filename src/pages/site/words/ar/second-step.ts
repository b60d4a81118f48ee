import type { SiteWords } from '../../words.ts';

export const secondStep: SiteWords['secondStep'] = {};
