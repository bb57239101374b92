import type { DerivationNode, TablePage } from '../api/client';

/** What a fact measures of the people behind it. */
export type Measure = 'dollars' | 'months' | 'dual' | 'low-income' | 'score' | 'demographic' | 'people';

/** A leaf of a derivation that was added up from the ACO's own claims and lists: which people it stands for. */
export interface Fact {
  measure: Measure;
  year: number;
  /** The enrollment type; null for everybody assigned. */
  type: string | null;
  /** State and county, five digits, of a leaf about one county. */
  county?: string;
}

/** The tables of a run to whose rows the leaves point. */
export interface FactTables {
  history?: TablePage;
  counties?: TablePage;
  performanceYear: number;
}

const OF_HISTORY: readonly (readonly [string, Measure])[] = [
  ['expenditures ', 'dollars'],
  ['person-years ', 'months'],
  ['dually eligible person-years ', 'dual'],
  ['dually eligible or low-income person-years ', 'low-income'],
  ['risk score ', 'score'],
  ['demographic score ', 'demographic'],
];

/** The row of a file as a person counts lines: the head is line 1. */
function rowAt(page: TablePage | undefined, line: string | undefined): Readonly<Record<string, unknown>> | undefined {
  return page?.rows[Number(line) - 2];
}

/** The people that a leaf stands for; null for what does not come from claims. */
export function factOf(node: DerivationNode, tables: FactTables): Fact | null {
  const [name, source] = [node.name ?? '', node.source ?? ''];
  if (name === 'assigned beneficiaries' && source === 'assignment from the store')
    return { measure: 'people', year: tables.performanceYear, type: null };
  const [, file, line] = /^(history|assigned-counties)\.csv:(\d+)$/.exec(source) ?? [];
  const row = rowAt(file === 'history' ? tables.history : tables.counties, line);
  if (!row || row.enrollment_type === 'all') return null;
  const [year, type] = [Number(row.year), String(row.enrollment_type)];
  if (file === 'assigned-counties') return { measure: 'months', year, type, county: `${row.state_id}${row.county_id}` };
  const measure = OF_HISTORY.find(([start]) => name.startsWith(start))?.[1];
  return measure ? { measure, year, type } : null;
}

/** The column of the people's table that adds up to the fact. */
export const COLUMN: Readonly<Record<Measure, string>> = {
  dollars: 'expenditures',
  months: 'months',
  dual: 'dual_months',
  'low-income': 'low_income_person_years',
  score: 'risk_score',
  demographic: 'demographic_score',
  people: 'months',
};

const number = (value: unknown) => (typeof value === 'number' ? value : 0);

/** The fact again, from the people who were read: what the page shows beside the fact. Null when nobody is behind it. */
export function again(measure: Measure, people: readonly Readonly<Record<string, unknown>>[]): number | null {
  const sum = (column: string) => people.reduce((all, person) => all + number(person[column]), 0);
  const years = sum('months') / 12;
  switch (measure) {
    case 'people':
      return new Set(people.map((person) => person.person_id)).size;
    case 'dollars':
      return years === 0 ? null : sum('expenditures') / years;
    case 'months':
      return years;
    case 'dual':
      return sum('dual_months') / 12;
    case 'low-income':
      return sum('low_income_person_years');
    default: {
      const scored = people.filter((person) => typeof person[COLUMN[measure]] === 'number');
      const weights = scored.reduce((all, person) => all + number(person.months), 0);
      if (weights === 0) return null;
      return scored.reduce((all, person) => all + number(person[COLUMN[measure]]) * number(person.months), 0) / weights;
    }
  }
}
