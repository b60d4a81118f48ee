import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2 to its level AA, and what axe adds to it. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Prepares a page that was just opened, and has its probe, for {@link findBarriers}. */
export async function bringAxe(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  await page.evaluate('probe.paintPlainly()');
}

/**
 * Everything that axe finds, one sentence for each place, beginning with the rule. What axe cannot decide counts: otherwise
 * a page could hide its contrasts behind a picture.
 */
export async function findBarriers(page: Page, { onlyContrast = false } = {}): Promise<readonly string[]> {
  const options: axe.RunOptions = {
    resultTypes: ['violations', 'incomplete'],
    runOnly: onlyContrast ? { type: 'rule', values: ['color-contrast'] } : { type: 'tag', values: tags },
  };
  const results = (await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations, incomplete }) => [...violations, ...incomplete])`,
  )) as readonly axe.Result[];
  return results.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id} at ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`,
    ),
  );
}
