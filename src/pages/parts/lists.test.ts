import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleFrame } from '../fixtures.ts';
import { en } from '../messages/en.ts';
import { definitionList } from './definition-list.ts';
import { hallNavigation } from './hall-navigation.ts';
import { itemTable } from './item-table.ts';
import { problemSummary } from './notice.ts';
import { pager } from './pager.ts';
import { searchForm } from './search-form.ts';
import { secretBox } from './secret-box.ts';

const frame = sampleFrame(en, { path: (path) => `/mounted${path}` });

describe('itemTable()', () => {
  const columns = [
    { title: 'Name', cell: (item: string) => item },
    { title: 'Length', kind: 'number' as const, cell: (item: string) => item.length },
  ];

  it('names each row by its first cell, and each cell by its column, for when it is laid out as a card', () => {
    const table = String(itemTable({ caption: 'Words', columns, items: ['<b>'], empty: 'None' }));
    assert.match(table, /<caption class="unseen">Words<\/caption>/);
    assert.match(table, /<th role="rowheader" scope="row">&lt;b&gt;<\/th>/);
    assert.match(table, /<td role="cell" data-title="Length" class="number"><div>3<\/div><\/td>/);
  });

  it('is a sentence where there is nothing', () => {
    assert.equal(
      String(itemTable({ caption: 'Words', columns, items: [], empty: 'None' })),
      '<div class="empty"><p>None</p></div>',
    );
  });
});

describe('pager()', () => {
  it('is not there for a list of one page, and leads only where there is something', () => {
    assert.equal(pager(frame, {}), undefined);
    const last = String(pager(frame, { previous: '/admin/accounts?min_id=5&state=pending' }));
    assert.match(last, /rel="prev" href="\/mounted\/admin\/accounts\?min_id=5&amp;state=pending"/);
    assert.doesNotMatch(last, /rel="next"/);
  });
});

describe('searchForm()', () => {
  it('carries no token, which would end up in addresses', () => {
    const form = String(searchForm(frame, { path: '/admin/accounts', label: 'Search', fields: '', submit: 'Go' }));
    assert.match(form, /method="get" action="\/mounted\/admin\/accounts" role="search" aria-label="Search"/);
    assert.doesNotMatch(form, new RegExp(`authenticity_token|${frame.csrfToken}`));
  });
});

describe('secretBox()', () => {
  it('shows every secret on a line of its own, is never sent with a form, and is not kept by the browser', () => {
    const box = String(secretBox({ id: 's', label: 'Codes', secrets: ['one', 'two'], hint: 'Once' }));
    assert.match(
      box,
      /<textarea id="s" rows="2" readonly [^>]*autocomplete="off"[^>]* aria-describedby="s-hint">\none\ntwo</,
    );
    assert.doesNotMatch(box, / name=/);
  });
});

describe('definitionList()', () => {
  it('leaves out what is not known', () => {
    const list = String(definitionList([{ term: 'A', description: 0 }, false, undefined]));
    assert.equal(list.match(/<dt>/g)?.length, 1);
    assert.match(list, /<dd>0<\/dd>/);
  });
});

describe('hallNavigation()', () => {
  it('marks the page that the reader is on, and names it where the list is folded away', () => {
    const links = [
      { path: '/a', words: 'First' },
      { path: '/b', words: 'Second', current: true },
    ];
    const navigation = String(hallNavigation(frame, { label: 'Settings', links }));
    assert.match(
      navigation,
      /<nav class="rooms" aria-label="Settings"><details>\s*<summary><span>Settings <span class="here">Second</,
    );
    assert.match(navigation, /<a href="\/mounted\/b" aria-current="page">Second<\/a>/);
    assert.equal(navigation.match(/aria-current/g)?.length, 1);
  });
});

describe('problemSummary()', () => {
  it('leads to each field, and is not there without problems', () => {
    assert.equal(problemSummary('Problems', []), false);
    assert.match(
      String(problemSummary('Problems', [{ fieldId: 'name', words: 'Too long' }])),
      /role="alert">\s*<p>Problems<\/p>\s*<ul><li><a href="#name">Too long<\/a>/,
    );
  });
});
