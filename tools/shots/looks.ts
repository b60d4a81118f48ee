import type { Brand } from '../../src/pages/brand.ts';
import { sampleBrand, sampleFrame, sampleWordmark } from '../../src/pages/fixtures.ts';
import { ar } from '../../src/pages/messages/ar.ts';
import { de } from '../../src/pages/messages/de.ts';
import { en } from '../../src/pages/messages/en.ts';
import type { Messages } from '../../src/pages/messages/messages.ts';

/** How a page is looked at: on which screen, by which system, in which language, and in whose colours. */
export interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly dark: boolean;
  readonly messages: Messages;
  readonly brand: Brand;
  /** Whether the first state of each page is enough to be looked at like this: a brand changes only colours and the mark. */
  readonly firstStateOnly?: boolean | undefined;
}

const { brand } = sampleFrame();
const wide = { width: 1280, height: 800, messages: en, brand };
const phone = { width: 390, height: 844, messages: en, brand };
const branded = { brand: sampleBrand, firstStateOnly: true };
const wordmarked = { brand: sampleWordmark, firstStateOnly: true };

/** Every look that differs in a way that could go wrong. */
export const looks: readonly Look[] = [
  { name: 'wide-light', ...wide, dark: false },
  { name: 'wide-dark', ...wide, dark: true },
  { name: 'phone-light', ...phone, dark: false },
  { name: 'phone-dark', ...phone, dark: true },
  { name: 'wide-arabic', ...wide, dark: false, messages: ar },
  { name: 'phone-arabic', ...phone, dark: true, messages: ar },
  { name: 'phone-german', ...phone, dark: false, messages: de },
  { name: 'wide-branded', ...wide, dark: false, ...branded },
  { name: 'wide-branded-dark', ...wide, dark: true, ...branded },
  { name: 'phone-branded', ...phone, dark: false, ...branded },
  { name: 'phone-branded-arabic', ...phone, dark: true, messages: ar, ...branded },
  { name: 'phone-wordmark', ...phone, dark: false, ...wordmarked },
  { name: 'wide-wordmark-arabic', ...wide, dark: true, messages: ar, ...wordmarked },
];
