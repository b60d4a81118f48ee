import type { HttpDeps } from './http-deps.ts';
import type { Reply } from './reply.ts';

/** The one stylesheet of all pages; its name changes with its content, so it may be kept for ever. */
export const answerStylesheet = (deps: HttpDeps) => (): Reply => {
  return { status: 200, headers: { 'Content-Type': 'text/css; charset=utf-8' }, body: deps.stylesheet.text };
};
