import type { Row } from '../../tables/SimpleTable';

const LAST = 10;

/** Where a rate stands on the strip of deciles: 3.5 is halfway through the third. Null without a benchmark. */
export function markOf(row: Row): number | null {
  if (typeof row.decile !== 'number' || typeof row.rate !== 'number') return null;
  const start = row[`decile_${row.decile}`];
  const end = row.decile === LAST ? row.best : row[`decile_${row.decile + 1}`];
  if (typeof start !== 'number' || typeof end !== 'number' || start === end) return row.decile;
  const within = (row.rate - start) / (end - start);
  return row.decile + Math.min(0.999, Math.max(0, within));
}

/** The rates at which the deciles begin, in words: `1: 10, 2: 20, …, best 99`. */
export function edgesOf(row: Row): string {
  const parts: string[] = [];
  for (let decile = 1; decile <= LAST; decile++) {
    const edge = row[`decile_${decile}`];
    if (typeof edge === 'number') parts.push(`${decile}: ${edge}`);
  }
  return parts.join(', ');
}

/** The measures in which one more decile would bring most, largest gain first. */
export function gains(rows: readonly Row[]): Row[] {
  return rows
    .filter((row) => typeof row.gain === 'number' && row.gain > 0)
    .sort((left, right) => Number(right.gain) - Number(left.gain));
}

/** A code of a submission in words: `electronicHealthRecord` is `Electronic health record`. */
export function codeWords(code: string): string {
  const text = code.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
