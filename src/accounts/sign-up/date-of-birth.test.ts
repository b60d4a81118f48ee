import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeAge } from './date-of-birth.ts';

const now = Date.UTC(2026, 7, 7, 23, 59);
const judge = (text: string, age = 16) => judgeAge(text, age, now);

describe('the date of birth (contract §12.2)', () => {
  it('is read as an ISO date and as DD.MM.YYYY', () => {
    for (const text of ['2010-08-07', '07.08.2010', '7.8.2010', ' 1999-12-31 '])
      assert.equal(judge(text), undefined, text);
  });

  it('is old enough from the birthday on, and not a day before', () => {
    assert.equal(judge('2010-08-07'), undefined);
    assert.equal(judge('2010-08-08'), 'too young');
    assert.equal(judge('08.08.2010'), 'too young');
    assert.equal(judgeAge('2008-02-29', 18, Date.UTC(2026, 1, 28)), 'too young');
    assert.equal(judgeAge('2008-02-29', 18, Date.UTC(2026, 2, 1)), undefined);
  });

  it('must be a day of the calendar that was', () => {
    for (const text of [
      '2010-02-30',
      '31.04.2010',
      '2010-13-01',
      '0000-00-00',
      '1899-12-31',
      '2027-01-01',
      '2026-08-08',
    ])
      assert.equal(judge(text), 'invalid', text);
  });

  it('must be a date and nothing else', () => {
    for (const text of [
      'yesterday',
      '08/07/2010',
      '2010-8-7',
      '20100807',
      '2010-08-07T00:00:00Z',
      '२०१०-०८-०७',
      '1'.repeat(1e5),
    ])
      assert.equal(judge(text), 'invalid', text.slice(0, 20));
    assert.equal(judge(''), 'blank');
    assert.equal(judge(' '), 'blank');
  });
});
