import { describe, expect, it } from 'vitest';
import { against, strip, totals, weekName } from '../src/pages/bundles/strip';
import { codeWords, edgesOf, gains, markOf } from '../src/pages/mips/deciles';
import { grouped, laneOf, nearest } from '../src/pages/qp/figures';
import { changeOf, share } from '../src/pages/risk/figures';

const finding = (what: string, line: number, file = 'scores.csv') => ({ severity: 'warning', file, line, what, do: 'Look' });

describe('findings of QP facts', () => {
  it('says the same finding once, with how often and where', () => {
    const many = Array.from({ length: 7 }, (_, at) => finding('Basis cps is not law in 2025', at + 2));
    const [first, second, ...rest] = grouped([finding('Another', 1, 'a/entities.csv'), ...many]);
    expect(first).toMatchObject({ what: 'Basis cps is not law in 2025', count: 7, where: 'scores.csv lines 2, 3, 4, 5, 6 and 2 more' });
    expect(second).toMatchObject({ what: 'Another', count: 1, where: 'entities.csv line 1' });
    expect(rest).toEqual([]);
  });

  it('takes findings that differ in the NPI alone for one', () => {
    const [one, ...rest] = grouped([finding('NPI 1000000001 is not tested', 1), finding('NPI 1000000002 is not tested', 2)]);
    expect(one).toMatchObject({ what: 'NPI … is not tested', count: 2 });
    expect(rest).toEqual([]);
    expect(grouped([finding('NPI 1000000001 is not tested', 1)])[0]!.what).toBe('NPI 1000000001 is not tested');
  });
});

describe('scores against the lines', () => {
  const row = (snapshot: number, method: string, score: number, lacks: number | null, basis = 'em') => ({
    entity_id: 'A0001',
    snapshot,
    method,
    basis,
    score,
    lacks,
    next_line: lacks === null ? '' : 'QP',
  });

  it('names the basis only where there are two', () => {
    expect(laneOf(row(1, 'payment', 0.5, 1), 1)).toBe('A0001, snapshot 1');
    expect(laneOf(row(1, 'payment', 0.5, 1, 'cps'), 2)).toBe('A0001, snapshot 1, cps');
  });

  it('tells the distance at the last snapshot alone, by the better basis, and none for a line that is reached', () => {
    const rows = [
      row(1, 'payment', 0.4, 100),
      row(3, 'payment', 0.5, 80),
      row(3, 'payment', 0.6, 60, 'cps'),
      row(3, 'patient', 0.9, null),
    ];
    expect(nearest(rows)).toEqual([rows[2]]);
    expect(nearest([])).toEqual([]);
  });
});

describe('episodes', () => {
  const cell = (week: number, setting: string, paid: unknown, category = 'all') => ({ model: 'team', category, setting, week, paid });

  it('keeps a week without spending as a gap, and leaves hidden cells out', () => {
    const rows = strip([cell(0, 'acute', 10), cell(2, 'snf', 5), cell(3, 'snf', '*'), cell(1, 'snf', 7, 'lejr')], 'team', 'all');
    expect(rows.map((row) => row.week)).toEqual(['to discharge', 'to discharge', 'week 1', 'week 1', 'week 2', 'week 2']);
    expect(rows.filter((row) => row.paid !== 0)).toEqual([
      { week: 'to discharge', setting: 'acute', paid: 10 },
      { week: 'week 2', setting: 'snf', paid: 5 },
    ]);
    expect(strip([], 'team', 'all')).toEqual([]);
    expect(weekName(1)).toBe('week 1');
  });

  it('has a target only where every category has one', () => {
    const [with_, without] = [{ category: 'a', actual: 10, target: 12, episodes: 1 }, { category: 'b', actual: 5, target: null, episodes: 2 }];
    expect(totals([with_, with_])).toEqual({ episodes: 2, actual: 20, target: 24, hidden: false });
    expect(totals([with_, without])).toEqual({ episodes: 3, actual: 15, target: null, hidden: false });
    expect(totals([with_, { category: 'c', actual: '*', target: '*', episodes: '*' }])).toMatchObject({ episodes: 1, hidden: true });
    expect(totals([]).target).toBeNull();
    expect(against([with_, without]).map((row) => [row.category, row.what])).toEqual([
      ['a', 'target'],
      ['a', 'actual'],
      ['b', 'actual'],
    ]);
  });
});

describe('the change of the mean risk score', () => {
  const rows = [
    { part: 'before', year: 2024, mean_score: 1, people: 20 },
    { part: 'demographic', year: 2025, mean_score: 0.1, people: 20 },
    { part: 'coding', year: 2025, mean_score: -0.3, people: 20 },
    { part: 'blend', year: 2025, mean_score: 0.05, people: 20 },
    { part: 'after', year: 2025, mean_score: 0.85, people: 20 },
  ];

  it('names what moved most first, whichever way', () => {
    const change = changeOf(rows)!;
    expect(change).toMatchObject({ from: 2024, to: 2025, people: 20, before: 1, after: 0.85 });
    expect(change.parts.map((one) => one.part)).toEqual(['coding', 'demographic', 'blend']);
    expect(change.parts.reduce((sum, one) => sum + one.moved, change.before)).toBeCloseTo(change.after, 12);
  });

  it('says nothing of hidden figures', () => {
    expect(changeOf(rows.map((row) => ({ ...row, mean_score: '*' })))).toBeNull();
    expect(changeOf([])).toBeNull();
    expect(share('*', 20)).toBeNull();
    expect(share(5, 0)).toBeNull();
    expect(share(5, 20)).toBe(0.25);
  });
});

describe('deciles', () => {
  const row = { decile: 7, rate: 65, decile_7: 60, decile_8: 70, best: 99, decile_10: 90, gain: 0.5 };

  it('places a rate within its decile, also where lower is better', () => {
    expect(markOf(row)).toBe(7.5);
    expect(markOf({ ...row, rate: 60 })).toBe(7);
    expect(markOf({ decile: 7, rate: 25, decile_7: 30, decile_8: 20 })).toBe(7.5);
    expect(markOf({ ...row, decile: 10, rate: 99 })).toBeLessThan(11);
  });

  it('places it at the beginning where an edge is unknown, and nowhere without a benchmark', () => {
    expect(markOf({ decile: 1, rate: 3, decile_2: 10 })).toBe(1);
    expect(markOf({ rate: 3 })).toBeNull();
    expect(edgesOf(row)).toBe('7: 60, 8: 70, 10: 90');
  });

  it('puts the greatest gain first and leaves out what brings nothing', () => {
    const none = { ...row, gain: 0 };
    const more = { ...row, gain: 0.9 };
    expect(gains([none, row, more, { ...row, gain: null }])).toEqual([more, row]);
    expect(codeWords('electronicHealthRecord')).toBe('Electronic health record');
  });
});
