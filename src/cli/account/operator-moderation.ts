import { randomBytes } from 'node:crypto';
import { createMailOutbox } from '../../accounts/mail/mail-outbox.ts';
import { createModeration, type Moderation } from '../../accounts/moderation/moderation.ts';
import { argon2id } from '../../accounts/password-hashes.ts';
import type { Operator } from '../operator.ts';

/** The acts of staff over the operator's database; a running server finds their mails at its next round. */
export function moderationOf({ store, report }: Operator): Moderation {
  const now = Date.now;
  const mails = createMailOutbox({ store, now, wake: () => undefined });
  const randomSecret = () => randomBytes(32).toString('base64url');
  return createModeration({ store, passwords: argon2id, mails, now, randomSecret, report });
}
