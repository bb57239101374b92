import type { Row } from '../../tables/SimpleTable';

/** Weeks of an episode: 0 is up to the discharge, 1 the first week since. */
export function weekName(week: number): string {
  return week === 0 ? 'to discharge' : `week ${week}`;
}

/** The cells of one model and category as bars: every week from the first to the last, so that a week without spending is a gap. */
export function strip(rows: readonly Row[], model: string, category: string): Row[] {
  const own = rows.filter((row) => row.model === model && row.category === category && typeof row.paid === 'number');
  const last = Math.max(-1, ...own.map((row) => Number(row.week)));
  const settings = [...new Set(own.map((row) => String(row.setting)))];
  const paid = new Map(own.map((row) => [`${String(row.week)}|${String(row.setting)}`, row.paid]));
  return Array.from({ length: last + 1 }, (_, week) => week).flatMap((week) =>
    settings.map((setting) => ({ week: weekName(week), setting, paid: paid.get(`${week}|${setting}`) ?? 0 })),
  );
}

/** Actual spending of each category, and beside it the target where one is known. */
export function against(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => [
    ...(typeof row.target === 'number' ? [{ category: row.category, what: 'target', dollars: row.target }] : []),
    ...(typeof row.actual === 'number' ? [{ category: row.category, what: 'actual', dollars: row.actual }] : []),
  ]);
}

interface Totals {
  episodes: number;
  actual: number;
  target: number | null;
  /** Whether rows are hidden for their few people, so that the sums are of the others. */
  hidden: boolean;
}

/** Sums over the categories of a model. A target stands only where every category has one. */
export function totals(rows: readonly Row[]): Totals {
  const shown = rows.filter((row) => typeof row.actual === 'number');
  const sum = (name: string) => shown.reduce((all, row) => all + Number(row[name] ?? 0), 0);
  return {
    episodes: sum('episodes'),
    actual: sum('actual'),
    target: shown.length > 0 && shown.every((row) => typeof row.target === 'number') ? sum('target') : null,
    hidden: shown.length < rows.length,
  };
}
