import { useMemo } from 'react';
import { Bars } from '../../charts/Bars';
import { number, plural, words } from '../../format/amounts';
import { columnsOf } from '../../tables/DataTable';
import { SimpleTable, type Row } from '../../tables/SimpleTable';

const CHANGES: Readonly<Record<string, string>> = { came: 'Came', stayed: 'Stayed', left: 'Left' };

/** What decided: for those who came what decided now, for those who left what decided now as well, for those who stayed both. */
export function causes(rows: readonly Row[]): Row[] {
  const sums = new Map<string, { change: string; cause: string; people: number }>();
  for (const row of rows) {
    if (row.change === 'stayed' || typeof row.people !== 'number') continue;
    const cause = words(String(row.change === 'came' ? came(row) : row.now));
    const key = `${String(row.change)}|${cause}`;
    const sum = sums.get(key) ?? { change: CHANGES[String(row.change)]!, cause, people: 0 };
    sum.people += row.people;
    sums.set(key, sum);
  }
  return [...sums.values()].sort((left, right) => right.people - left.people);
}

/** Who came had no service here before, or was held back by what is said of then. */
function came(row: Row): string {
  return row.before === 'no_service_then' ? 'new to our claims' : `before: ${words(String(row.before)).toLowerCase()}`;
}

function sum(rows: readonly Row[], change: string): number {
  return rows.reduce((all, row) => all + (row.change === change && typeof row.people === 'number' ? row.people : 0), 0);
}

/** Who came and who left since the year before, by cause. */
export function Turnover({ rows, columns, year }: { rows: readonly Row[]; columns: readonly { name: string; unit: string }[]; year: number }) {
  const shown = useMemo(() => causes(rows), [rows]);
  const [came, stayed, left] = ['came', 'stayed', 'left'].map((change) => sum(rows, change)) as [number, number, number];
  const hidden = rows.some((row) => typeof row.people !== 'number');
  const share = came + stayed === 0 ? '' : ` (${number((came / (came + stayed)) * 100, 1)}% of those assigned now)`;
  return (
    <>
      <Bars
        title={`Who came and who left since ${year - 1}`}
        file="turnover"
        name="cause"
        part="change"
        value="people"
        unit="count"
        rows={shown}
        columns={[
          { name: 'change', unit: 'text' },
          { name: 'cause', unit: 'text' },
          { name: 'people', unit: 'count' },
        ]}
      >
        <p>
          {plural(came, 'person', 'people')} came{share}, {number(left)} left, {number(stayed)} stayed.
          {hidden && ' Counts of 1 to 10 are hidden and left out of these sums.'}
        </p>
      </Bars>
      <details>
        <summary>What decided in {year - 1} and in {year}, group by group</summary>
        <SimpleTable
          caption="Turnover"
          rows={rows}
          columns={columnsOf(columns, {
            change: { show: (row) => CHANGES[String(row.change)] ?? String(row.change) },
            before: { label: `Decided in ${year - 1}`, show: (row) => words(String(row.before)) },
            now: { label: `Decided in ${year}`, show: (row) => words(String(row.now)) },
          })}
        />
      </details>
    </>
  );
}
