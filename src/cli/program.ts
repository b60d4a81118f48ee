import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../library/version.ts';
import type { ModerateOptions, ModerationCommand } from './account/moderate-account.ts';
import { exitCodes } from './exit-codes.ts';
import { readId } from './record-id.ts';
import { endWithReader, note } from './terminal.ts';

const roles = ['user', 'moderator', 'admin', 'owner'];
const states = ['active', 'unconfirmed', 'pending', 'disabled', 'suspended'];

/** What can be done to an account without more to say; what they do is in `account/moderate-account.ts`. */
const moderationCommands: readonly (readonly [ModerationCommand, string])[] = [
  ['approve', 'let somebody in who waits for approval'],
  ['reject', 'remove somebody who waits for approval; the name is free again'],
  ['confirm', 'vouch for the e-mail address'],
  ['disable', 'nobody can use it until it is enabled'],
  ['enable', 'end a disabling'],
  ['suspend', 'nobody can use or see it until it is unsuspended'],
  ['unsuspend', 'end a suspension'],
  ['sign-out', 'end every browser session and every access of apps'],
  ['reset-second-factor', 'remove the second factors of somebody who lost them, and end every browser session'],
  ['delete', 'erase it for ever; its name is never given out again'],
];

/**
 * Runs the command that `words` ask for and resolves to the exit code. All commands are on this page; what one needs is
 * loaded when it is asked for.
 */
export async function runProgram(words: readonly string[]): Promise<number> {
  endWithReader();
  let exitCode: number = exitCodes.done;
  const command =
    <Words extends unknown[]>(load: () => Promise<(...words: Words) => Promise<number> | Promise<void>>) =>
    async (...given: Words) => {
      exitCode = (await (await load())(...given)) ?? exitCodes.done;
    };

  const program = new Command('mastodoor')
    .description('A Mastodon-compatible OAuth 2.0 authorization server')
    .version(version)
    .exitOverride();

  program
    .command('serve')
    .description('start the server')
    .action(command(async () => (await import('./serve.ts')).runServe));
  program
    .command('doctor')
    .description('check settings, database and what stands before the server; exit code 1 when something is wrong')
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./doctor/run-doctor.ts')).runDoctor));
  program
    .command('try')
    .description(
      'play an app: register, let yourself in, use the access, end it. Works with any Mastodon-compatible server',
    )
    .option('--server <url>', 'server to try (default: PUBLIC_URL)')
    .option('--scopes <scopes>', 'what to ask for, separated by spaces', 'read')
    .option('--oob', 'copy the code by hand instead of receiving it on a port of this machine')
    .option('--timeout <seconds>', 'how long to wait for the approval', readCount, 300)
    .action(command(async () => (await import('./try/run-try.ts')).runTry));
  program
    .command('demo')
    .description('the server with a few people in a database that is thrown away, for whoever writes apps')
    .option('--port <port>', 'where it listens; 0 takes any that is free', readPort, 3000)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--open', 'let other machines in, who may then do everything')
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./demo/run-demo.ts')).runDemo));
  program
    .command('migrate')
    .description("bring the database's schema up to date")
    .option('--dry-run', 'only list what is pending')
    .action(command(async () => (await import('./migrate.ts')).runMigrate));
  program
    .command('backup')
    .description('copy the whole SQLite database into a new file while the server works, and verify the copy')
    .requiredOption('--to <file>', 'the new file; nothing is overwritten')
    .option('--with-key', 'also write the secret key, beside it with .key at the end')
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./backup.ts')).runBackup));
  program
    .command('copy')
    .description(
      'move a server to another database: copy all of it into an empty one and verify the copy; goes on where it was when it is run again',
    )
    .requiredOption('--from <url>', 'as DATABASE_URL; no server may have it open')
    .requiredOption('--to <url>', 'likewise')
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./copy/run-copy.ts')).runCopy));
  program
    .command('housekeeping')
    .description('remove what has ended long ago; the server does so every hour')
    .option('--dry-run', 'only count')
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./housekeeping.ts')).runHousekeeping));

  program
    .command('status')
    .description('how many people there are in which state, who may join, and whether mails get out')
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./status.ts')).runStatus));

  const account = program.command('account').description('the people and bots of this server');
  account
    .command('create <username>')
    .description('make an account; asks for the password, or makes one when nobody is there to ask')
    .requiredOption('--email <address>')
    .option('--password-stdin', 'read the password from standard input')
    .option('--display-name <name>')
    .option('--bot', 'a program acts through it')
    .option('--allow-password-grant', 'apps may sign in to it with its password; meant for bots')
    .addOption(new Option('--role <role>').choices(roles).default('user'))
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./account/create-account.ts')).runCreateAccount));
  account
    .command('list')
    .description('oldest first')
    .option('--search <text>', 'by the beginning of a username, a part of an e-mail address, or an IP address')
    .addOption(new Option('--state <state>').choices(states))
    .addOption(new Option('--role <role>', 'staff means every role').choices([...roles, 'staff']))
    .option('--limit <count>', 'at most so many', readCount, 100)
    .option('--after <id>', 'go on after this id', readGivenId)
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./account/list-accounts.ts')).runListAccounts));
  account
    .command('show <name>')
    .description('by username or e-mail address')
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./account/show-account.ts')).runShowAccount));
  account
    .command('role <name>')
    .description('change what it may do on this server')
    .addArgument(new Argument('<role>').choices(roles))
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./account/moderate-account.ts')).runChangeRole));
  for (const [name, description] of moderationCommands) {
    const moderation = account.command(`${name} <name>`).description(description);
    if (name === 'reject' || name === 'delete') moderation.option('--yes', 'do not ask');
    moderation.option('--json', 'for scripts').action(
      command(async () => {
        const { runModeration } = await import('./account/moderate-account.ts');
        return (who: string, options: ModerateOptions) => runModeration(name, who, options);
      }),
    );
  }
  account
    .command('sign-out-everybody')
    .description('end every session and every access of apps on this server, for instance after going back to a backup')
    .option('--yes', 'do not ask')
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./account/sign-out-everybody.ts')).runSignOutEverybody));
  account
    .command('reset-password <name>')
    .description('give it a new password, and end every session and every access of apps')
    .option('--password-stdin', 'read the password from standard input; otherwise one is made')
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./account/reset-password.ts')).runResetPassword));

  const invite = program.command('invite').description('links by which people may sign up where others may not');
  invite
    .command('create')
    .description('make an invite; its link is shown once')
    .option('--label <words>', 'what tells it from others', '')
    .option('--uses <count>', 'at most so many people (default: any number)', readCount)
    .option('--days <count>', 'good for so long (default: until it is ended)', readDays)
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./invite/create-invite.ts')).runCreateInvite));
  invite
    .command('list')
    .description('newest first, good or not')
    .option('--limit <count>', 'at most so many', readCount, 100)
    .option('--before <id>', 'go on before this id', readGivenId)
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./invite/list-invites.ts')).runListInvites));
  invite
    .command('end <id>')
    .allowUnknownOption()
    .description('nobody can sign up by it any more')
    .action(command(async () => (await import('./invite/end-invite.ts')).runEndInvite));

  // A client id may begin with a hyphen, and what is pasted in place of an id must not be repeated as an "unknown option".
  const app = program.command('app').description('the apps that registered here');
  app
    .command('list')
    .description('newest first')
    .option('--search <text>', 'by a part of the name')
    .option('--limit <count>', 'at most so many', readCount, 100)
    .option('--before <id>', 'go on before this id', readGivenId)
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./app/list-apps.ts')).runListApps));
  app
    .command('show <app>')
    .allowUnknownOption()
    .description('by client id or id')
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./app/show-app.ts')).runShowApp));
  app
    .command('create')
    .description('register an app; its secret is shown once')
    .requiredOption('--name <name>')
    .requiredOption('--redirect-uri <uri>', 'may be repeated; urn:ietf:wg:oauth:2.0:oob shows the code', collect, [])
    .option('--resource-server', 'it may introspect every token; needs no redirect URI')
    .option('--scopes <scopes>', 'separated by spaces (default: read)')
    .option('--website <url>')
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./app/create-app.ts')).runCreateApp));
  app
    .command('delete <app>')
    .allowUnknownOption()
    .description('end all its access for ever')
    .option('--yes', 'do not ask')
    .action(command(async () => (await import('./app/delete-app.ts')).runDeleteApp));

  const token = program.command('token').description('the access that apps have');
  token
    .command('list')
    .description('living tokens, newest first')
    .option('--account <name>', 'only of this account')
    .option('--app <app>', 'only of this app, by client id or id')
    .option('--limit <count>', 'at most so many', readCount, 100)
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./token/list-tokens.ts')).runListTokens));
  token
    .command('revoke <id>')
    .allowUnknownOption()
    .description('end one token at once')
    .action(command(async () => (await import('./token/revoke-token.ts')).runRevokeToken));

  const limits = program.command('limits').description('who reached a limit and has to wait');
  limits
    .command('list')
    .description('newest first')
    .option('--all', 'also those that are over')
    .option('--limit <count>', 'at most so many', readCount, 100)
    .option('--before <id>', 'go on before this id', readGivenId)
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./limits/list-limits.ts')).runListLimits));
  limits
    .command('lift [id]')
    .description('let somebody begin anew, on every node at once')
    .option('--account <name>', 'all that this account reached, by username or e-mail address')
    .option('--address <address>', 'all that this IP address reached, or its /64')
    .option('--key <key>', 'all that this key reached, as `limits list --json` shows it')
    .action(command(async () => (await import('./limits/lift-limits.ts')).runLiftLimits));

  const audit = program.command('audit').description('who did what, when, from where, to whom');
  audit
    .command('list')
    .description('newest first')
    .option('--account <name>', 'about this account, or done by it; by username, e-mail address or id')
    .option('--app <app>', 'about this app, by client id or id')
    .option('--event <event>', 'such as "signed in"')
    .option('--address <address>', 'from this IP address')
    .option('--since <time>', 'a day such as 2026-01-31, or a time such as 2026-01-31T12:00Z', readInstant)
    .option('--until <time>', 'before this day or time', readInstant)
    .option('--limit <count>', 'at most so many', readCount, 100)
    .option('--before <id>', 'go on before this id', readGivenId)
    .option('--json', 'for scripts')
    .action(command(async () => (await import('./audit/list-audit.ts')).runListAudit));

  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportFailure(error);
  }
}

/** One clear line; the stack of something unforeseen only where the operator asked for details. */
async function reportFailure(error: unknown): Promise<number> {
  // Its words are out already: help, the version, or what is wrong with the options.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.misused;
  const { explainFailure } = await import('./explain-failure.ts');
  const explanation = explainFailure(error);
  if (explanation !== undefined) {
    note(explanation.sentence);
    return explanation.exitCode;
  }
  const cause = error instanceof Error ? error : new Error(String(error));
  note(`Something unexpected went wrong: ${cause.message}`);
  if (process.env.LOG_LEVEL === 'debug') note(cause.stack);
  else note('LOG_LEVEL=debug shows where.');
  return exitCodes.unexpected;
}

function readCount(text: string): number {
  const count = Number(text);
  if (!/^[0-9]{1,9}$/.test(text) || count < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return count;
}

/** A hundred years. Far beyond them there are no dates, and nobody could look at a list with such a one. */
const MOST_DAYS = 36_500;

function readDays(text: string): number {
  const days = readCount(text);
  if (days > MOST_DAYS) throw new InvalidArgumentError(`It can be ${MOST_DAYS} at the most.`);
  return days;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port > 65535) throw new InvalidArgumentError('It must be a port, from 0 to 65535.');
  return port;
}

function readGivenId(text: string): string {
  const id = readId(text);
  if (id === undefined) throw new InvalidArgumentError('It must be an id, a number.');
  return id;
}

function readInstant(text: string): number {
  const instant = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) {
    throw new InvalidArgumentError('It must be a day such as 2026-01-31, or a time of UTC such as 2026-01-31T12:00Z.');
  }
  return instant;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
