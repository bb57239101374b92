import { describe, expect, it } from 'vitest';
import {
  amount,
  change,
  columnHead,
  day,
  earnedOrOwed,
  money,
  needsCents,
  number,
  percent,
  plural,
  shortMoney,
  words,
} from '../src/format/amounts';

describe('money', () => {
  it('groups thousands, and has cents only where they matter', () => {
    expect(money(1234567)).toBe('$1,234,567');
    expect(money(1234567.895, true)).toBe('$1,234,567.90');
    expect(money(0)).toBe('$0');
  });
  it('has the sign before the dollar, and no sign for what rounds to nothing', () => {
    expect(money(-412864)).toBe('−$412,864');
    expect(money(-0.4)).toBe('$0');
    expect(money(-0.004, true)).toBe('$0.00');
  });
  it('says gain and loss in words', () => {
    expect(earnedOrOwed(-412864)).toBe('owes $412,864');
    expect(earnedOrOwed(6358457.07, true)).toBe('earns $6,358,457.07');
    expect(earnedOrOwed(0)).toBe('neither earns nor owes');
    expect(earnedOrOwed(0.4)).toBe('neither earns nor owes');
    expect(earnedOrOwed(-0.5)).toBe('owes $1');
  });
  it('lines up a column: all cells with cents, or none', () => {
    expect(needsCents([14563, 43915.73, '*', null])).toBe(true);
    expect(needsCents([14563, 9734])).toBe(false);
    expect(needsCents([14563.5, 1_000_000])).toBe(false);
    expect(amount(14563, 'dollars', true)).toBe('$14,563.00');
  });
  it('is short on an axis', () => {
    expect([1.25e9, 1_200_000, -300_000, 12].map(shortMoney)).toEqual(['$1.3B', '$1.2M', '−$300K', '$12']);
  });
});

describe('other figures', () => {
  it('gives a rate the digits that the law compares', () => {
    expect(percent(0.5)).toBe('50%');
    expect(percent(0.0249999, 6)).toBe('2.49999%');
    expect(percent(-0.00001)).toBe('0%');
    expect(amount(0.520001, 'ratio')).toBe('52.0001%');
    expect(amount(85.7, 'percent')).toBe('85.7%');
  });
  it('says that there is none', () => {
    expect(amount(null, 'dollars')).toBe('–');
    expect(amount(undefined, 'count')).toBe('–');
  });
  it('tells a change in words', () => {
    expect(change(1200, 'dollars')).toBe('up $1,200');
    expect(change(-3, 'count')).toBe('down 3');
    expect(change(0, 'count')).toBe('unchanged');
  });
  it('writes days for people and leaves what is no day', () => {
    expect(day('2026-03-31')).toBe('Mar 31, 2026');
    expect(day('2025-12-01T23:59:00Z')).toBe('Dec 1, 2025');
    expect(day('soon')).toBe('soon');
    expect(day(null)).toBe('–');
  });
  it('turns columns into heads with their unit', () => {
    expect(columnHead('per_capita', 'dollars')).toBe('Per capita ($)');
    expect(columnHead('aco_id', 'text')).toBe('ACO ID');
    expect(words('enrollment_type')).toBe('Enrollment type');
    expect(plural(1, 'row')).toBe('1 row');
    expect(plural(2000, 'row')).toBe('2,000 rows');
    expect(number(-1234.5)).toBe('−1,234.5');
  });
});
