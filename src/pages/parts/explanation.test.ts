import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { field } from '../forms.ts';
import { html } from '../markup.ts';
import { checkbox } from './checkbox.ts';
import { checkboxes, radios } from './choices.ts';
import { explain } from './explanation.ts';
import { passwordOwner } from './password-owner.ts';
import { select } from './select.ts';
import { textArea } from './text-area.ts';

const write = (...parts: Parameters<typeof html>[1][]) => String(html`${parts}`);

describe('explain()', () => {
  it('says nothing where there is nothing to say', () => {
    const { words, described, attributes } = explain({ id: 'a', hint: false });
    assert.equal(write(words, described, attributes), '');
  });

  it('reads the problem before the hint, and marks what is wrong (WCAG 2.2 §3.3.1)', () => {
    const { words, attributes } = explain({
      id: 'a',
      hint: 'Help',
      problem: html`<b>No</b>`,
      explainedBy: 'elsewhere',
    });
    assert.equal(write(attributes), ' aria-describedby="a-problem elsewhere a-hint" aria-invalid="true"');
    assert.equal(
      write(words),
      '<p class="hint" id="a-hint">Help</p><p class="field-problem" id="a-problem"><b>No</b></p>',
    );
  });

  it('marks what is explained elsewhere only', () => {
    assert.equal(write(explain({ id: 'a', explainedBy: 'b' }).attributes), ' aria-describedby="b" aria-invalid="true"');
  });
});

describe('the parts of a form', () => {
  const explained = { id: 'a', name: 'a', label: 'Label', hint: 'Help', problem: 'No' };
  const options = [
    { value: '1', label: 'One', hint: 'First' },
    { value: '2', label: 'Two', checked: true },
  ];
  const inputs = {
    field: field({ ...explained, type: 'text', autocomplete: 'off' }),
    textArea: textArea(explained),
    select: select({ ...explained, options }),
    checkbox: checkbox(explained),
  };

  for (const [name, part] of Object.entries(inputs)) {
    it(`${name} is read out with its label, problem and hint`, () => {
      assert.match(String(part), /<label for="a">Label<\/label>/);
      assert.match(
        String(part),
        /<(input|textarea|select)[^>]* aria-describedby="a-problem a-hint" aria-invalid="true"/s,
      );
    });
  }

  it('radios and checkboxes are a group that is read out with its problem, each with its own hint', () => {
    for (const group of [radios, checkboxes]) {
      const part = String(group({ ...explained, legend: 'Which?', options }));
      assert.match(part, /^<fieldset class="choices" id="a" aria-describedby="a-problem a-hint">\s*<legend>Which\?</);
      assert.match(part, /<input id="a-1"[^>]* value="1"[^>]* aria-describedby="a-1-hint"/s);
      assert.match(part, /<input id="a-2"[^>]* value="2"\s+checked/s);
      assert.doesNotMatch(part, /aria-invalid/);
    }
    assert.match(String(radios({ ...explained, legend: 'Which?', options })), /type="radio"[^>]* required/);
    assert.doesNotMatch(String(checkboxes({ ...explained, legend: 'Which?', options })), / required/);
  });

  it('show again what was typed, but never a password', () => {
    assert.match(String(field({ ...explained, type: 'text', autocomplete: 'off', value: 'a"b' })), / value="a&quot;b"/);
    assert.doesNotMatch(
      String(field({ ...explained, type: 'password', autocomplete: 'new-password', value: 'secret' })),
      /secret/,
    );
    assert.match(String(select({ ...explained, options, value: '2' })), /<option value="2" selected>/);
    assert.doesNotMatch(String(select({ ...explained, options, value: '3' })), / selected/);
  });

  it('textArea keeps a first empty line, which browsers drop once', () => {
    assert.match(String(textArea({ ...explained, value: '\nsecond' })), />\n\nsecond<\/textarea>/);
    assert.match(
      String(textArea({ ...explained, value: '</textarea><b>' })),
      />\n&lt;\/textarea&gt;&lt;b&gt;<\/textarea>/,
    );
  });

  it('passwordOwner tells password managers whose password it is, and sends nothing', () => {
    const owner = String(passwordOwner('alice"'));
    assert.match(owner, / autocomplete="username" value="alice&quot;" readonly hidden>$/);
    assert.doesNotMatch(owner, / name=/);
  });
});
