import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser, ModifiableInstruction } from 'dockerfile-ast';
import { root } from '../package/tools.ts';

/** One line of a Dockerfile, without its comment. */
export interface Instruction {
  readonly keyword: string;
  /** `--from=build` and the like, by name. */
  readonly flags: Readonly<Record<string, string>>;
  /** What follows the flags, as it stands there. */
  readonly text: string;
}

/** What begins with one `FROM`. */
export interface Stage {
  readonly base: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** The text of the clone's Dockerfile. */
export const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

/** Its stages in order; the last one is the image. */
export function readStages(): readonly Stage[] {
  const stages: { base: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of DockerfileParser.parse(dockerfile).getInstructions()) {
    const keyword = line.getKeyword();
    const text = line.getArgumentsContent() ?? '';
    if (keyword === 'FROM') {
      const [base = '', , name] = text.split(/\s+/);
      stages.push({ base, name, instructions: [] });
      continue;
    }
    const flags = line instanceof ModifiableInstruction ? line.getFlags() : [];
    const pairs = flags.map((flag) => [flag.getName(), flag.getValue() ?? ''] as const);
    stages.at(-1)?.instructions.push({ keyword, flags: Object.fromEntries(pairs), text });
  }
  return stages;
}

/** The words of a command in exec form; undefined where it is left to a shell. */
export function execForm(text: string): readonly string[] | undefined {
  return text.startsWith('[') ? (JSON.parse(text) as string[]) : undefined;
}
