import { admin } from './en/admin.ts';
import { audit } from './en/audit.ts';
import { demo } from './en/demo.ts';
import { mail } from './en/mail.ts';
import { password } from './en/password.ts';
import { secondFactors } from './en/second-factors.ts';
import { secondStep } from './en/second-step.ts';
import { settings } from './en/settings.ts';
import { signUp } from './en/sign-up.ts';
import { statuses } from './en/statuses.ts';

/** Everything that the standalone server's own pages and mails say, in English: the source of the other languages. */
export const en = { signUp, secondStep, secondFactors, password, settings, statuses, demo, admin, audit, mail };
