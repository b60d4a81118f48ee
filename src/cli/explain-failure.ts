import type { StoreUnavailable } from '../flows/ports.ts';
import type { ConfigError } from '../server/config.ts';
import type { UnfinishedCopy } from '../storage/copy/copy-mark.ts';
import type { CliFailure } from './cli-failure.ts';
import { exitCodes } from './exit-codes.ts';

/** A thrown thing in words for the operator. */
export interface Explanation {
  readonly sentence: string;
  readonly exitCode: number;
}

/** What was thrown, as a sentence that says what to do; undefined when nobody foresaw it. */
export function explainFailure(error: unknown): Explanation | undefined {
  if (isA<CliFailure>(error, 'CliFailure')) return { sentence: error.message, exitCode: error.exitCode };
  if (isA<ConfigError>(error, 'ConfigError')) return { sentence: error.message, exitCode: exitCodes.misused };
  const sentence = databaseTrouble(error) ?? systemTrouble(error);
  return sentence === undefined ? undefined : { sentence, exitCode: exitCodes.failed };
}

/** By name, since the built command joins files: what it starts with may have a class of its own, of the same name. */
function isA<Known extends Error>(error: unknown, name: Known['name']): error is Known {
  return error instanceof Error && error.name === name;
}

function databaseTrouble(error: unknown): string | undefined {
  if (isA<StoreUnavailable>(error, 'StoreUnavailable')) {
    return `${error.message}. Check DATABASE_URL. Of a file: that it and its folder can be read and written, that the disk has space, and that no other program holds the file. Of PostgreSQL: that it runs, accepts this user, and has room and connections left.`;
  }
  if (isA<UnfinishedCopy>(error, 'UnfinishedCopy')) {
    return `${error.message}. Run the same mastodoor copy again, which goes on where it was; or take an empty database.`;
  }
  if (!(error instanceof Error)) return undefined;
  if (error.message.startsWith('The database was made by a newer version')) {
    return `${error.message}. Start the version of Mastodoor that made it, or a newer one.`;
  }
  return undefined;
}

/** What the operating system says when it refuses a port or a file. */
function systemTrouble(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code, syscall, port, address, hostname, path } = error as NodeJS.ErrnoException & {
    readonly port?: number;
    readonly address?: string;
    readonly hostname?: string;
  };
  if (syscall === 'getaddrinfo') return `No address is known for ${hostname ?? 'the host'}. Check HOST.`;
  if (syscall === 'listen') {
    switch (code) {
      case 'EADDRINUSE':
        return `Port ${port} on ${address} is in use. Stop what listens there, or set PORT (of the metrics: METRICS_PORT) to another.`;
      case 'EADDRNOTAVAIL':
        return `This machine has no address ${address}. Set HOST (of the metrics: METRICS_HOST) to one that it has, such as 127.0.0.1.`;
      case 'EACCES':
        return `Listening on port ${port} is not permitted. Set PORT to 1024 or more and put a proxy before it.`;
    }
  }
  const file = path ?? 'The file';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${file} cannot be read and written by this user. Change its owner or mode, or name another place in DATABASE_URL.`;
    case 'EISDIR':
    case 'ENOTDIR':
    case 'EEXIST':
      return `${file} cannot be used: DATABASE_URL must name a file, and what stands before the file's name must be folders.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `There is no space left for ${file}. Make room, or name another place in DATABASE_URL.`;
    default:
      return undefined;
  }
}
