import type { Row } from '../../tables/SimpleTable';

/** Where QP facts come from: the claims of a run of the ACO, or a folder that the server was given. */
export type FactsFrom = 'run' | 'folder';

interface FoundFinding {
  severity: string;
  file: string;
  line: number;
  what: string;
  do: string;
}

export interface GroupedFinding {
  what: string;
  do: string;
  count: number;
  /** Where it was found, each file once with its lines. */
  where: string;
}

const MOST_LINES = 5;

/** The same finding once, with how often and where it was found; most frequent first. Findings that differ in the NPI alone are one. */
export function grouped(findings: readonly FoundFinding[]): GroupedFinding[] {
  const found = new Map<string, { what: string; do: string; places: Map<string, number[]>; count: number }>();
  for (const one of findings) {
    const kind = one.what.replaceAll(/\b\d{10}\b/g, '…');
    const key = `${one.severity}|${kind}|${one.do}`;
    const known = found.get(key) ?? { what: one.what, do: one.do, places: new Map<string, number[]>(), count: 0 };
    if (known.what !== one.what) known.what = kind;
    const file = one.file.split('/').at(-1) ?? one.file;
    known.places.set(file, [...(known.places.get(file) ?? []), one.line]);
    known.count++;
    found.set(key, known);
  }
  return [...found.values()]
    .sort((left, right) => right.count - left.count)
    .map(({ what, do: then, places, count }) => ({
      what,
      do: then,
      count,
      where: [...places].map(([file, lines]) => whereText(file, lines)).join('; '),
    }));
}

function whereText(file: string, lines: readonly number[]): string {
  const known = lines.filter((line) => line > 0);
  if (known.length === 0) return file;
  const shown = known.slice(0, MOST_LINES).join(', ');
  const more = known.length > MOST_LINES ? ` and ${known.length - MOST_LINES} more` : '';
  return `${file} ${known.length === 1 ? 'line' : 'lines'} ${shown}${more}`;
}

/** The lane of a score: entity and snapshot, with the basis where there are two. */
export function laneOf(row: Row, bases: number): string {
  const basis = bases > 1 ? `, ${String(row.basis)}` : '';
  return `${String(row.entity_id)}, snapshot ${String(row.snapshot)}${basis}`;
}

/** How far the nearest score of each entity is from its next line; what has reached the QP line is left out. */
export function nearest(rows: readonly Row[]): Row[] {
  const best = new Map<string, Row>();
  const last = Math.max(0, ...rows.map((row) => Number(row.snapshot)));
  for (const row of rows) {
    if (row.snapshot !== last || !row.next_line || typeof row.lacks !== 'number') continue;
    const key = `${String(row.entity_id)}|${String(row.method)}|${String(row.next_line)}`;
    const known = best.get(key);
    if (!known || Number(row.score) > Number(known.score)) best.set(key, row);
  }
  return [...best.values()];
}
