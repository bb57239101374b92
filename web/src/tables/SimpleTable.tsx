import { useMemo, type ReactNode } from 'react';
import { amount, columnHead, needsCents, type Unit } from '../format/amounts';

/** A column of a table: its name in the data, its unit, and how a cell is shown when not as its unit says. */
export interface Column {
  name: string;
  unit: Unit;
  label?: string;
  show?(row: Row): ReactNode;
}

export type Row = Readonly<Record<string, unknown>>;

export function isNumeric(unit: Unit): boolean {
  return unit !== 'text';
}

/** The columns of dollars that show cents. */
export function useCents(columns: readonly Column[], rows: readonly Row[]): ReadonlySet<string> {
  return useMemo(
    () =>
      new Set(
        columns
          .filter((column) => column.unit === 'dollars' && needsCents(rows.map((row) => row[column.name])))
          .map((column) => column.name),
      ),
    [columns, rows],
  );
}

/** A cell as a person reads it. */
export function cellText(value: unknown, unit: Unit, name: string, cents?: boolean): string {
  if (value === null || value === undefined || value === '') return '–';
  // A year is a name and takes no comma.
  if (typeof value === 'number') return /(^|_)year$|^row$|^line$/.test(name) ? String(value) : amount(value, unit, cents);
  return String(value);
}

/** A table that is never long, in the design system's classes; on a narrow screen each row is a card (tables.css). */
export function SimpleTable({ caption, columns, rows }: { caption: string; columns: readonly Column[]; rows: readonly Row[] }) {
  const cents = useCents(columns, rows);
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="table">
        <caption className="ds-u-visibility--screen-reader">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={isNumeric(column.unit) ? 'num' : undefined}>
                {column.label ?? columnHead(column.name, column.unit)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {columns.map((column) => (
                <td
                  key={column.name}
                  className={isNumeric(column.unit) ? 'num' : undefined}
                  data-label={column.label ?? columnHead(column.name, column.unit)}
                >
                  {column.show ? column.show(row) : cellText(row[column.name], column.unit, column.name, cents.has(column.name))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
