import { describe, expect, it } from 'vitest';
import type { DerivationNode, TablePage } from '../src/api/client';
import { again, factOf, type FactTables } from '../src/why/facts';

const page = (rows: Record<string, unknown>[]): TablePage => ({ columns: [], rows, total: rows.length, offset: 0, limit: 100 });
const tables: FactTables = {
  history: page([
    { year_role: 'by1', year: 2022, enrollment_type: 'esrd' },
    { year_role: 'py', year: 2025, enrollment_type: 'aged_dual' },
    { year_role: 'prior', year: 2021, enrollment_type: 'all' },
  ]),
  counties: page([{ year: 2022, state_id: '01', county_id: '003', enrollment_type: 'disabled' }]),
  performanceYear: 2025,
};
const leaf = (name: string, source: string) => factOf({ id: 1, kind: 'input', name, source } as unknown as DerivationNode, tables);

describe('facts of a derivation', () => {
  it('are found by the line of the file to which they point', () => {
    expect(leaf('expenditures 2022, ESRD', 'history.csv:2')).toEqual({ measure: 'dollars', year: 2022, type: 'esrd' });
    expect(leaf('dually eligible person-years 2025, aged/dual', 'history.csv:3')).toEqual({
      measure: 'dual',
      year: 2025,
      type: 'aged_dual',
    });
    expect(leaf('assigned person-years Baldwin, 2022, disabled', 'assigned-counties.csv:2')).toEqual({
      measure: 'months',
      year: 2022,
      type: 'disabled',
      county: '01003',
    });
    expect(leaf('assigned beneficiaries', 'assignment from the store')).toEqual({ measure: 'people', year: 2025, type: null });
  });
  it('are none where nobody of ours is behind them', () => {
    expect(leaf('person-years when reconciled 2021', 'history.csv:4')).toBeNull();
    expect(leaf('newly assigned share 2022, ESRD', 'history.csv:2')).toBeNull();
    expect(leaf('national expenditures 2022, ESRD', 'national.csv:2')).toBeNull();
    expect(leaf('expenditures 2022, ESRD', 'history.csv:9')).toBeNull();
  });
  it('come out again from the people', () => {
    const people = [
      { person_id: 'a', months: 12, expenditures: 1200, dual_months: 3, low_income_person_years: 0.5, risk_score: 2 },
      { person_id: 'b', months: 6, expenditures: 300, dual_months: 0, low_income_person_years: 0, risk_score: 0.5 },
      { person_id: 'b', months: 6, expenditures: 0, dual_months: 6, low_income_person_years: 0.5, risk_score: null },
    ];
    expect(again('dollars', people)).toBe(750);
    expect(again('months', people)).toBe(2);
    expect(again('dual', people)).toBe(0.75);
    expect(again('low-income', people)).toBe(1);
    expect(again('people', people)).toBe(2);
    // Who has no score is left out of the mean.
    expect(again('score', people)).toBe(1.5);
    expect(again('dollars', [])).toBeNull();
    expect(again('score', [people[2]!])).toBeNull();
  });
});
