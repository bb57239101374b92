import type { Row } from '../../tables/SimpleTable';

export interface Change {
  from: number;
  to: number;
  people: number;
  before: number;
  after: number;
  /** What moved the mean, largest first. */
  parts: { part: string; moved: number }[];
}

/** The change of the mean score in parts; null where the run has none or its figures are hidden. */
export function changeOf(rows: readonly Row[]): Change | null {
  const of = (part: string) => rows.find((row) => row.part === part);
  const [before, after] = [of('before'), of('after')];
  if (typeof before?.mean_score !== 'number' || typeof after?.mean_score !== 'number') return null;
  const parts = rows
    .filter((row) => row.part !== 'before' && row.part !== 'after')
    .map((row) => ({ part: String(row.part), moved: Number(row.mean_score) }))
    .sort((left, right) => Math.abs(right.moved) - Math.abs(left.moved));
  return {
    from: Number(before.year),
    to: Number(after.year),
    people: Number(after.people),
    before: before.mean_score,
    after: after.mean_score,
    parts,
  };
}

/** A share of people; blank where one of both is hidden. */
export function share(people: unknown, all: unknown): number | null {
  return typeof people === 'number' && typeof all === 'number' && all > 0 ? people / all : null;
}

export const PART_WORDS: Record<string, string> = {
  demographic: 'Age, sex and status',
  coding: 'Diagnoses',
  blend: 'Models, blend and normalization',
};
