import type { SiteWords } from '../../words.ts';

export const secondFactors: SiteWords['secondFactors'] = {};
