import {
  columnFilteringFeature,
  columnVisibilityFeature,
  createFilteredRowModel,
  createSortedRowModel,
  filterFns,
  globalFilteringFeature,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
  type ColumnDef,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { Button, Field } from '../parts/Controls';
import { columnHead, plural } from '../format/amounts';
import { useUrlState } from '../state/url';
import { cellText, isNumeric, useCents, type Column, type Row } from './SimpleTable';
import { csvOf, saveText } from './csv';

const features = tableFeatures({
  columnFilteringFeature,
  columnVisibilityFeature,
  globalFilteringFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  filterFns,
  sortFns,
});

interface DataTableProps {
  /** What the table is, for its caption, its file and the address (one word a page). */
  id: string;
  caption: string;
  columns: readonly Column[];
  rows: readonly Row[];
  /** How many there are in all, when these are only the first. */
  total?: number;
  /** The address of the CSV with every row; without it the rows here are written. */
  csv?: string;
  /** The columns that answer the question on a narrow screen; the first three unless named. */
  narrow?: readonly string[];
  /** Its rows are people: what somebody types to find one stays on the page and out of the address. */
  local?: boolean;
  children?: ReactNode;
}

/** What was chosen of a table: in the address, or for tables of people on the page alone. */
function useTableState(local: boolean | undefined) {
  const url = useUrlState();
  const [own, setOwn] = useState<Record<string, string>>({});
  if (!local) return url;
  return {
    get: (key: string) => own[key] ?? '',
    set: (values: Record<string, string | null>) =>
      setOwn((before) => ({
        ...before,
        ...Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? ''])),
      })),
  };
}

const ROW_HEIGHT = 37;

/** Room in which the first rows are drawn; without any none would be. */
const LEAST_HEIGHT = 320;

/** Days, which stay on one line. */
const DAYS = new Set(['enacted', 'day', 'from', 'to', 'at', 'service_day', 'seen_day']);

/** Columns of sentences, which need room. */
const LONG = new Set(['reason', 'what', 'do', 'note', 'citation', 'detail', 'section', 'label']);

/** A table to sort, filter, choose columns of and export; only the rows in sight are drawn. Sort and filter are in the address. */
export function DataTable({ id, caption, columns, rows, total, csv, narrow, local, children }: DataTableProps) {
  const url = useTableState(local);
  const [choosing, setChoosing] = useState(false);
  const scroll = useRef<HTMLDivElement>(null);
  const sort = url.get(`${id}-sort`);
  const filter = url.get(`${id}-filter`);
  const hidden = url.get(`${id}-hide`);
  const hiddenNames = useMemo(() => new Set(hidden ? hidden.split(',') : []), [hidden]);
  const definitions = useMemo<ColumnDef<typeof features, Row>[]>(
    () =>
      columns.map((column) => ({
        id: column.name,
        accessorFn: (row: Row) => row[column.name] ?? undefined,
        sortUndefined: 'last' as const,
        sortFn: isNumeric(column.unit) ? ('basic' as const) : ('alphanumeric' as const),
        enableGlobalFilter: true,
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows as Row[],
    state: {
      sorting: sort ? [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }] : [],
      globalFilter: filter,
      columnVisibility: Object.fromEntries([...hiddenNames].map((name) => [name, false])),
    },
    globalFilterFn: 'includesString',
    getColumnCanGlobalFilter: () => true,
  });
  const cents = useCents(columns, rows);
  const shownRows = table.getRowModel().rows;
  const shown = columns.filter((column) => !hiddenNames.has(column.name));
  const first = narrow ?? columns.slice(0, 3).map((column) => column.name);
  const virtual = useVirtualizer({
    count: shownRows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = items.length > 0 ? virtual.getTotalSize() - items[items.length - 1]!.end : 0;

  function sortBy(name: string) {
    const next = sort === name ? `-${name}` : sort === `-${name}` ? null : name;
    url.set({ [`${id}-sort`]: next });
  }

  function hide(name: string) {
    const next = new Set(hiddenNames);
    if (!next.delete(name)) next.add(name);
    url.set({ [`${id}-hide`]: [...next].join(',') });
  }

  return (
    <section className="data" aria-label={caption}>
      <div className="data__tools">
        <h2>{caption}</h2>
        <p className="quiet" role="status">
          {shownRows.length === rows.length
            ? plural(rows.length, 'row')
            : `${plural(shownRows.length, 'row')} of ${rows.length.toLocaleString('en-US')}`}
          {total !== undefined && total > rows.length && `; ${total.toLocaleString('en-US')} in all, the CSV has every one`}
          {filter && <span className="print-only">; filter: {filter}</span>}
        </p>
        <Field label="Filter" value={filter} onChange={(value) => url.set({ [`${id}-filter`]: value })} type="search" />
        {children}
        <Button small kind="quiet" aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
          Columns
        </Button>
        {csv ? (
          <a className="ds-c-button ds-c-button--small ds-c-button--ghost" href={csv} download>
            CSV
          </a>
        ) : (
          <Button
            small
            kind="quiet"
            onClick={() =>
              saveText(
                `${id}.csv`,
                csvOf(
                  shown,
                  shownRows.map((row) => row.original),
                ),
              )
            }
          >
            CSV
          </Button>
        )}
      </div>
      {choosing && (
        <fieldset className="data__columns">
          <legend>Columns</legend>
          {columns.map((column) => (
            <label key={column.name}>
              <input type="checkbox" checked={!hiddenNames.has(column.name)} onChange={() => hide(column.name)} />
              {column.label ?? columnHead(column.name, column.unit)}
            </label>
          ))}
        </fieldset>
      )}
      <div
        className="table-scroll table-scroll--tall"
        style={{ minHeight: Math.min(shownRows.length * ROW_HEIGHT, LEAST_HEIGHT) }}
        ref={scroll}
        tabIndex={0}
        role="region"
        aria-label={`${caption}, rows`}
      >
        <table className="table table--sticky" aria-rowcount={shownRows.length + 1}>
          <caption className="ds-u-visibility--screen-reader">{caption}</caption>
          <thead>
            <tr aria-rowindex={1}>
              {shown.map((column) => {
                const falling = sort === `-${column.name}`;
                const rising = sort === column.name;
                return (
                  <th
                    key={column.name}
                    scope="col"
                    aria-sort={rising ? 'ascending' : falling ? 'descending' : 'none'}
                    className={classOf(column, first)}
                  >
                    <button type="button" className="table__sort" onClick={() => sortBy(column.name)}>
                      {column.label ?? columnHead(column.name, column.unit)}
                      <span aria-hidden="true">{rising ? ' ▲' : falling ? ' ▼' : ''}</span>
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {above > 0 && (
              <tr aria-hidden="true">
                <td colSpan={shown.length} style={{ height: above, padding: 0 }} />
              </tr>
            )}
            {items.map((item) => {
              const row = shownRows[item.index]!.original;
              return (
                <tr key={item.key} data-index={item.index} ref={virtual.measureElement} aria-rowindex={item.index + 2}>
                  {shown.map((column) => (
                    <td
                      key={column.name}
                      className={classOf(column, first)}
                      data-label={column.label ?? columnHead(column.name, column.unit)}
                    >
                      {column.show
                        ? column.show(row)
                        : cellText(row[column.name], column.unit, column.name, cents.has(column.name))}
                    </td>
                  ))}
                </tr>
              );
            })}
            {below > 0 && (
              <tr aria-hidden="true">
                <td colSpan={shown.length} style={{ height: below, padding: 0 }} />
              </tr>
            )}
          </tbody>
        </table>
        {shownRows.length === 0 && <p className="data__none">No row fits.</p>}
      </div>
    </section>
  );
}

function classOf(column: Column, first: readonly string[]): string | undefined {
  const names = [
    isNumeric(column.unit) ? 'num' : '',
    LONG.has(column.name) ? 'long' : DAYS.has(column.name) ? 'day' : '',
    first.includes(column.name) ? '' : 'wide-only',
  ].filter(Boolean);
  return names.length > 0 ? names.join(' ') : undefined;
}

/** Columns of a table of the server, with some shown in a way of their own. */
export function columnsOf(
  columns: readonly { name: string; unit: string }[],
  own: Readonly<Record<string, Partial<Column>>> = {},
): Column[] {
  return columns.map((column) => ({ ...column, ...own[column.name] }));
}
