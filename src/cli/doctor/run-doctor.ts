import type { Config } from '../../server/config.ts';
import { exitCodes } from '../exit-codes.ts';
import { print, printable, printJson } from '../terminal.ts';
import { checkData } from './check-data.ts';
import { checkMail } from './check-mail.ts';
import { checkPostgres } from './check-postgres.ts';
import { checkServer } from './check-server.ts';
import { checkSettings } from './check-settings.ts';
import { about, type Finding } from './finding.ts';

/** `doctor`: one line a check; fails when there is a problem. */
export async function runDoctor({ json }: { readonly json?: boolean }): Promise<number> {
  const findings = await examine();
  const problems = findings.filter(({ level }) => level === 'problem').length;
  if (json) printJson(findings);
  else {
    for (const { level, subject, words } of findings) {
      print(`${level.padEnd(8)} ${subject.padEnd(15)} ${printable(words)}`);
    }
    const warnings = findings.filter(({ level }) => level === 'warning').length;
    print(`\n${counted(problems, 'problem')}, ${counted(warnings, 'warning')}.`);
  }
  return problems > 0 ? exitCodes.failed : exitCodes.done;
}

async function examine(): Promise<readonly Finding[]> {
  const node = about('Node.js').ok(`This is ${process.versions.node}.`);
  const { config, findings } = checkSettings(process.env);
  if (config === undefined) {
    return [node, ...findings, about('the rest').skipped('It needs settings that can be used.')];
  }
  return [node, ...findings, ...(await checkDatabase(config)), await checkMail(config), ...(await checkServer(config))];
}

function checkDatabase(config: Config): Promise<readonly Finding[]> {
  const { database } = config;
  return database.engine === 'postgres' ? checkPostgres(database, config) : checkData(database, config);
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
