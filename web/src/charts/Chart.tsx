import { lazy, Suspense, useId, useState, type ReactNode } from 'react';
import { Button } from '../parts/Controls';
import { SimpleTable, type Column, type Row } from '../tables/SimpleTable';
import { csvOf, saveText } from '../tables/csv';
import type { EChartProps } from './EChart';

const EChart = lazy(() => import('./EChart'));

interface ChartProps extends EChartProps {
  title: string;
  /** The figures that the chart shows: its table and its CSV. */
  columns: readonly Column[];
  rows: readonly Row[];
  /** The name of the CSV, without its ending. */
  file: string;
  children?: ReactNode;
}

/** A chart with its figures as a table and as CSV, and a link to just this view. */
export function Chart({ title, columns, rows, file, children, ...chart }: ChartProps) {
  const [table, setTable] = useState(false);
  const [copied, setCopied] = useState(false);
  const id = useId();

  function copy() {
    void navigator.clipboard?.writeText(location.href).then(() => setCopied(true));
  }

  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption className="chart__head">
        <h2 id={id}>{title}</h2>
        <span className="chart__tools">
          <Button small kind="quiet" aria-expanded={table} onClick={() => setTable(!table)}>
            {table ? 'Hide table' : 'Table'}
          </Button>
          <Button small kind="quiet" onClick={() => saveText(`${file}.csv`, csvOf(columns, rows))}>
            CSV
          </Button>
          <Button small kind="quiet" onClick={copy}>
            {copied ? 'Link copied' : 'Link'}
          </Button>
        </span>
      </figcaption>
      {children}
      <Suspense fallback={<div className="skeleton__chart" style={{ height: chart.height }} />}>
        <EChart {...chart} />
      </Suspense>
      <div className={table ? 'chart__table' : 'chart__table chart__table--print'}>
        <SimpleTable caption={title} columns={columns} rows={rows} />
      </div>
    </figure>
  );
}
