import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const doc = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'gateway.md'), 'utf8');

/**
 * The one configuration of a proxy in `docs/gateway.md`, with other ports and names, so that the page cannot say what
 * does not work.
 * @param replacements every one must be there to be replaced
 */
export function documentedConfiguration(
  language: 'nginx' | 'caddy',
  replacements: ReadonlyArray<readonly [string, string]>,
): string {
  const blocks = [...doc.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))];
  if (blocks.length !== 1) throw new Error(`The page has ${blocks.length} configurations for ${language}`);
  let text = blocks[0]?.[1] ?? '';
  for (const [written, actual] of replacements) {
    if (!text.includes(written)) throw new Error(`The configuration for ${language} has no ${written}`);
    text = text.replaceAll(written, actual);
  }
  return text;
}
