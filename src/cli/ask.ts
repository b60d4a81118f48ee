import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CliFailure } from './cli-failure.ts';
import { exitCodes } from './exit-codes.ts';

/** Whether a person can be asked: both ends of the conversation are a terminal. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks a question that is answered by yes or no; anything but yes is no. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `, process.stderr)).trim());
}

/** Asks for something that must not be seen: what is typed is not shown. */
export async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const answer = await ask(question, nowhere);
  process.stderr.write('\n');
  return answer;
}

/** @param echo where what is typed is shown */
async function ask(question: string, echo: NodeJS.WritableStream): Promise<string> {
  // The terminal stops its own echo when this is made, so the question comes after it.
  const lines = createInterface({ input: process.stdin, output: echo, terminal: true });
  try {
    const answer = lines.question(question);
    if (echo !== process.stderr) process.stderr.write(question);
    return await Promise.race([answer, giveUp(lines)]);
  } finally {
    lines.close();
  }
}

/** Ctrl-C and the end of the input. */
function giveUp(lines: Interface): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(new CliFailure('Nothing was changed', exitCodes.interrupted));
    lines.once('SIGINT', end);
    lines.once('close', end);
  });
}

/** All of standard input, without the line end that `echo` adds. */
export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
