import { html, type Insertable } from '../markup.ts';

/** What every part of a form that can be filled in may have beside it. */
export interface Explained {
  readonly id: string;
  /** What helps to fill it in, before anything went wrong. */
  readonly hint?: Insertable;
  /** What is wrong with what was given, and what to do. */
  readonly problem?: Insertable;
  /** Id of words elsewhere on the page that explain what is wrong with this part. */
  readonly explainedBy?: string | undefined;
}

/** The words of {@link Explained}, and the attributes that tie them to the part they explain. */
export interface Explanation {
  readonly words: Insertable;
  /** ` aria-describedby`, where there is something to read out. */
  readonly described: Insertable;
  /** The same, and ` aria-invalid` where something is wrong: for what can be filled in itself. */
  readonly attributes: Insertable;
}

/** Ties hint and problem to a part of a form, so that both are read out with it (WCAG 2.2 §1.3.1, §3.3.1). */
export function explain({ id, hint, problem, explainedBy }: Explained): Explanation {
  const hintId = isSaid(hint) && `${id}-hint`;
  const problemId = isSaid(problem) && `${id}-problem`;
  const ids = [problemId, explainedBy, hintId].filter((part) => typeof part === 'string').join(' ');
  const described = ids !== '' && html` aria-describedby="${ids}"`;
  const invalid = problemId !== false || explainedBy !== undefined;
  return {
    words: [
      hintId && html`<p class="hint" id="${hintId}">${hint}</p>`,
      problemId && html`<p class="field-problem" id="${problemId}">${problem}</p>`,
    ],
    described,
    attributes: [described, invalid && html` aria-invalid="true"`],
  };
}

function isSaid(words: Insertable): boolean {
  return words !== undefined && words !== false;
}
