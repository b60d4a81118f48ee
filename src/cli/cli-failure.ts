import { exitCodes } from './exit-codes.ts';

/** A command cannot be done; the message is a sentence for the operator that says what to do. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}
