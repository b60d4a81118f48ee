import { randomBytes } from 'node:crypto';
import { askHidden, canAsk, readStandardInput } from './ask.ts';
import { CliFailure } from './cli-failure.ts';

/** A password for an account, and whether it was made here and must therefore be shown once. */
export interface NewPassword {
  readonly password: string;
  readonly generated: boolean;
}

/** 120 random bits: nobody has to remember it, a password manager will. */
export function generatePassword(): NewPassword {
  return { password: randomBytes(15).toString('base64url'), generated: true };
}

/** The first line of standard input would lose passwords with line breaks, so all of it counts. */
export async function passwordFromStandardInput(): Promise<NewPassword> {
  return { password: await readStandardInput(), generated: false };
}

/** Typed twice by a person at a terminal; made here when there is nobody to ask. */
export async function chooseNewPassword(): Promise<NewPassword> {
  if (!canAsk()) return generatePassword();
  const password = await askHidden('Password: ');
  if ((await askHidden('The same password again: ')) !== password) {
    throw new CliFailure('The two passwords differ. Nothing was changed.');
  }
  return { password, generated: false };
}
