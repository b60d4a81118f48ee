import type { SiteWords } from '../words.ts';
import { admin } from './ar/admin.ts';
import { audit } from './ar/audit.ts';
import { demo } from './ar/demo.ts';
import { mail } from './ar/mail.ts';
import { password } from './ar/password.ts';
import { secondFactors } from './ar/second-factors.ts';
import { secondStep } from './ar/second-step.ts';
import { settings } from './ar/settings.ts';
import { signUp } from './ar/sign-up.ts';
import { statuses } from './ar/statuses.ts';

export const ar: SiteWords = {
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
