import type { Schemas } from '../../api/client';
import { words } from '../../format/amounts';

export type Freshness = Schemas['FreshnessView'];

/** CCLF tables by their names, others in words. */
export function tableName(table: string): string {
  return /^cclf/i.test(table) ? table.toUpperCase() : words(table);
}

export interface Source {
  source: string;
  newest: string | null;
  tables: number;
  older: string;
  files: number;
  rows: number;
  refused: number;
}

/** Sources with the day of their newest delivery, and the tables that did not come with it. */
export function sourcesOf(rows: readonly Freshness[]): Source[] {
  const names = [...new Set(rows.map((row) => row.source))];
  return names.map((source) => {
    const of = rows.filter((row) => row.source === source);
    const days = of.map((row) => row.newest).filter((day): day is string => !!day);
    const newest = days.sort().at(-1) ?? null;
    const older = of.filter((row) => row.newest && row.newest !== newest).map((row) => tableName(row.table));
    const sum = (count: (row: Freshness) => number) => of.reduce((all, row) => all + count(row), 0);
    return {
      source,
      newest,
      tables: of.length,
      older: older.join(', '),
      files: sum((row) => row.files),
      rows: sum((row) => row.rows),
      refused: sum((row) => row.refused),
    };
  });
}
