import type { Fixture } from '../../src/pages/fixtures/states.ts';
import type { Look } from './looks.ts';

/** One page with all pictures: by area, each state in a row, each look in a column. The pictures lie beside it. */
export function contactSheet(
  fixtures: readonly Fixture[],
  looks: readonly Look[],
  isPhotographed: (fixture: Fixture, look: Look) => boolean,
): string {
  const areas = Map.groupBy(fixtures, ({ page }) => areaOf(page, fixtures));
  const contents = [...areas].map(([area, { length }]) => `<a href="#${area}">${area}</a> ${length}`).join(' · ');
  const rows = (of: readonly Fixture[]) =>
    of.map(
      (fixture) => `<h3>${fixture.name}</h3>
<p>${looks
        .filter((look) => isPhotographed(fixture, look))
        .map((look) => picture(`${fixture.name}.${look.name}.png`, look.name))
        .join(' ')}</p>`,
    );
  const sections = [...areas].map(([area, of]) => `<h2 id="${area}">${area}</h2>\n${rows(of).join('\n')}`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pages</title>
<style>body{font:1rem system-ui}p{display:flex;gap:8px;overflow:auto}img{height:420px}figure{margin:0}figcaption{font-size:.8rem}</style>
<h1>Pages</h1><nav>${contents}</nav>
${sections.join('\n')}
</html>`;
}

/** Pages that begin with the same word, such as all settings, belong together. */
function areaOf(page: string, fixtures: readonly Fixture[]): string {
  const [word = page] = page.split('-');
  const siblings = new Set(fixtures.filter((other) => other.page.split('-')[0] === word).map((other) => other.page));
  return siblings.size > 1 ? word : page;
}

function picture(file: string, name: string): string {
  return `<figure><a href="${file}"><img src="${file}" alt="${name}" loading="lazy"></a><figcaption>${name}</figcaption></figure>`;
}
