import { useMemo } from 'react';
import type { TablePage } from '../../api/client';
import { Chart } from '../../charts/Chart';
import { nameAxis, tooltip, valueAxis, type Palette } from '../../charts/palette';
import { tip } from '../../charts/tip';
import { money, number, percent, plural, words } from '../../format/amounts';
import { columnsOf } from '../../tables/DataTable';
import type { Row } from '../../tables/SimpleTable';
import { laneOf, nearest } from './figures';

const PANELS = [
  { method: 'payment', title: 'Payment amount method' },
  { method: 'patient', title: 'Patient count method' },
] as const;

const LANE = 34;

/** Scores by snapshot against the lines: payment and patient side by side, each with its own thresholds. */
export function Scores({ page }: { page: TablePage }) {
  const rows = useMemo(() => page.rows.filter((row) => typeof row.score === 'number'), [page]);
  const option = useMemo(() => (colors: Palette) => panels(colors, rows), [rows]);
  const lanes = new Set(rows.map((row) => laneOf(row, basesOf(rows)))).size;
  const stacked = window.innerWidth < 900;
  if (rows.length === 0) return <p>No entity has a score at a snapshot yet.</p>;
  return (
    <>
      <Chart
        title="Scores by snapshot against the lines"
        file="qp-scores"
        rows={page.rows}
        option={option}
        height={(stacked ? 2 : 1) * (lanes * LANE + 92)}
        columns={columnsOf(page.columns, {
          entity_id: { label: 'Entity' },
          score: { unit: 'ratio' },
          partial_threshold: { unit: 'ratio' },
          qp_threshold: { unit: 'ratio' },
        })}
        label={`${plural(rows.length, 'score')} against the QP and Partial QP thresholds, by payments and by patients.`}
      >
        <p className="quiet">
          Meeting either method is enough. Solid: the QP line of the method. Dashed: the Partial QP line. A filled dot reaches the QP
          line, a half-filled diamond the Partial QP line, an empty ring neither.
        </p>
      </Chart>
      <Distances rows={rows} />
    </>
  );
}

/** What each entity still lacks at the last snapshot. */
function Distances({ rows }: { rows: readonly Row[] }) {
  const open = nearest(rows);
  if (open.length === 0) return <p>Every score of the last snapshot has reached the QP line of its method.</p>;
  return (
    <ul className="plain">
      {open.map((row, at) => (
        <li key={at}>
          {String(row.entity_id)}, {words(String(row.method)).toLowerCase()} method: {percent(Number(row.score))} at snapshot{' '}
          {number(Number(row.snapshot))}.{' '}
          <strong>
            {row.method === 'payment' ? money(Number(row.lacks)) : plural(Number(row.lacks), 'patient')} more
          </strong>{' '}
          attributed, of those who are eligible already, would reach the {row.next_line === 'QP' ? 'QP' : 'Partial QP'} line.
        </li>
      ))}
    </ul>
  );
}

const basesOf = (rows: readonly Row[]) => new Set(rows.map((row) => row.basis)).size;

function panels(colors: Palette, rows: readonly Row[]) {
  const stacked = window.innerWidth < 900;
  const bases = basesOf(rows);
  const lanes = [...new Set(rows.map((row) => laneOf(row, bases)))];
  const high = lanes.length * LANE;
  const label = stacked ? 128 : 170;
  const most = Math.max(1, ...rows.map((row) => Number(row.score)));
  const place = (at: number) =>
    stacked
      ? { left: label, right: 22, top: 46 + at * (high + 92), height: high }
      : at === 0
        ? { left: label, right: '50%', top: 46, height: high }
        : { left: '54%', right: 22, top: 46, height: high };
  return {
    grid: PANELS.map((_, at) => place(at)),
    tooltip: tooltip(colors, {
      formatter: (item: { data: { row?: Row } }) => {
        const row = item.data.row;
        if (!row) return '';
        const show = (value: unknown) => (row.method === 'payment' ? money(Number(value)) : number(Number(value), 0));
        return (
          tip`${laneOf(row, bases)}<br><b>${percent(Number(row.score), 4)}</b>` +
          tip`<br>${show(row.attributed)} of ${show(row.eligible)}` +
          tip`<br>QP from ${percent(Number(row.qp_threshold))}, Partial QP from ${percent(Number(row.partial_threshold))}`
        );
      },
    }),
    xAxis: PANELS.map((_, at) => valueAxis(colors, PANELS[at]!.title, (value) => percent(value, 0), { gridIndex: at, min: 0, max: most })),
    yAxis: PANELS.map((_, at) =>
      nameAxis(colors, lanes, {
        gridIndex: at,
        inverse: true,
        axisLabel: {
          show: at === 0 || stacked,
          color: colors.text,
          width: label - 12,
          overflow: 'truncate',
          interval: 0,
        },
      }),
    ),
    series: PANELS.map((panel, at) => {
      const own = rows.filter((row) => row.method === panel.method);
      const line = own[0];
      return {
        type: 'scatter',
        name: panel.title,
        xAxisIndex: at,
        yAxisIndex: at,
        symbolSize: 14,
        data: own.map((row) => {
          const reached = Number(row.score) >= Number(row.qp_threshold) ? 2 : row.next_line === 'QP' ? 1 : 0;
          return {
            value: [row.score, laneOf(row, bases)],
            row,
            symbol: reached === 1 ? 'diamond' : 'circle',
            itemStyle: {
              color: reached === 0 ? colors.ground : colors.series[at],
              opacity: reached === 1 ? 0.75 : 1,
              borderColor: colors.series[at],
              borderWidth: 2,
              decal: { symbol: 'none' },
            },
          };
        }),
        ...(line
          ? {
              markLine: {
                silent: true,
                symbol: 'none',
                animation: false,
                data: [
                  { xAxis: line.qp_threshold, name: `QP ${percent(Number(line.qp_threshold))}`, lineStyle: { type: 'solid' } },
                  {
                    xAxis: line.partial_threshold,
                    name: `Partial ${percent(Number(line.partial_threshold))}`,
                    lineStyle: { type: 'dashed' },
                  },
                ].map((one) => ({
                  ...one,
                  lineStyle: { ...one.lineStyle, color: colors.text, width: 1.5 },
                  label: {
                    color: colors.text,
                    fontSize: 11,
                    position: 'start',
                    distance: one.lineStyle.type === 'solid' ? 4 : 18,
                    formatter: '{b}',
                    fontFamily: colors.font,
                  },
                })),
              },
            }
          : {}),
      };
    }),
  };
}
