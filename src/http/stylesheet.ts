import { stylesheet, stylesheetPath } from '../pages/styles.ts';
import type { Reply } from './reply.ts';

export { stylesheetPath };

/** The one stylesheet of all pages; its name changes with its content, so it may be kept for ever. */
export function answerStylesheet(): Reply {
  return { status: 200, headers: { 'Content-Type': 'text/css; charset=utf-8' }, body: stylesheet };
}
