/** What one check found, in words for the operator. */
export interface Finding {
  /** Only a problem makes the doctor fail; what could not be looked at is skipped. */
  readonly level: 'ok' | 'warning' | 'problem' | 'skipped';
  readonly subject: string;
  /** A sentence, and what to do about it. */
  readonly words: string;
}

/** Findings on one subject. */
export const about = (subject: string) => ({
  ok: (words: string): Finding => ({ level: 'ok', subject, words }),
  warning: (words: string): Finding => ({ level: 'warning', subject, words }),
  problem: (words: string): Finding => ({ level: 'problem', subject, words }),
  skipped: (words: string): Finding => ({ level: 'skipped', subject, words }),
});
