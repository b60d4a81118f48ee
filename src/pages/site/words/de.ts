import type { SiteWords } from '../words.ts';
import { admin } from './de/admin.ts';
import { audit } from './de/audit.ts';
import { demo } from './de/demo.ts';
import { mail } from './de/mail.ts';
import { password } from './de/password.ts';
import { secondFactors } from './de/second-factors.ts';
import { secondStep } from './de/second-step.ts';
import { settings } from './de/settings.ts';
import { signUp } from './de/sign-up.ts';
import { statuses } from './de/statuses.ts';

export const de: SiteWords = {
  signUp,
  secondStep,
  secondFactors,
  password,
  settings,
  statuses,
  demo,
  admin,
  audit,
  mail,
};
