import { useMemo } from 'react';
import { money, shortMoney } from '../format/amounts';
import type { Row } from '../tables/SimpleTable';
import { Chart } from './Chart';
import { nameAxis, tooltip, valueAxis, type Palette } from './palette';
import { tip } from './tip';

/** Spending a person by month beside the benchmark: bars of months, hatched where claims are still to come, lines of the year to date
 * and of the benchmark. */
export function Months({ title, rows, children }: { title: string; rows: readonly Row[]; children?: React.ReactNode }) {
  const option = useMemo(() => (colors: Palette) => draw(colors, rows), [rows]);
  return (
    <Chart
      title={title}
      file="spending-by-month"
      rows={rows}
      option={option}
      height={340}
      label={`${title}. The table has the figures.`}
      columns={[
        { name: 'month', unit: 'text' },
        { name: 'people', unit: 'count' },
        { name: 'counted', unit: 'dollars', label: 'Counted so far ($)' },
        { name: 'complete', unit: 'ratio', label: 'Complete (%)' },
        { name: 'completed', unit: 'dollars', label: 'With claims to come ($)' },
        { name: 'per_person', unit: 'dollars', label: 'A person ($)' },
        { name: 'per_person_to_date', unit: 'dollars', label: 'A person a month to date ($)' },
        { name: 'benchmark_per_person', unit: 'dollars', label: 'Benchmark a person a month ($)' },
        { name: 'state', unit: 'text' },
      ]}
    >
      {children}
    </Chart>
  );
}

function draw(colors: Palette, rows: readonly Row[]) {
  const of = (column: string) => rows.map((row) => (typeof row[column] === 'number' ? row[column] : null));
  const hasBenchmark = rows.some((row) => typeof row.benchmark_per_person === 'number');
  const line = (name: string, column: string, color: string, type: string, symbol: string) => ({
    type: 'line',
    name,
    data: of(column),
    symbol,
    symbolSize: 7,
    lineStyle: { color, width: 2, type },
    itemStyle: { color },
  });
  return {
    grid: { left: 64, right: 20, top: window.innerWidth < 640 ? 92 : 62, bottom: 32 },
    legend: { type: 'plain', top: 0, left: 0, textStyle: { color: colors.text }, itemWidth: 22 },
    tooltip: tooltip(colors, {
      trigger: 'axis',
      formatter: (items: { dataIndex: number; seriesName: string; value: unknown }[]) => {
        const row = rows[items[0]?.dataIndex ?? 0];
        return (
          tip`<b>${row?.month}</b> ${row?.state}` +
          items
            .filter((item) => typeof item.value === 'number')
            .map((item) => tip`<br>${item.seriesName}: ${money(item.value as number, true)}`)
            .join('')
        );
      },
    }),
    xAxis: nameAxis(
      colors,
      rows.map((row) => String(row.month)),
      { axisLabel: { color: colors.quiet, interval: 'auto', hideOverlap: true } },
    ),
    yAxis: valueAxis(colors, '', shortMoney),
    series: [
      {
        type: 'bar',
        name: 'A person, by month',
        barMaxWidth: 30,
        data: rows.map((row) => ({
          value: typeof row.per_person === 'number' ? row.per_person : null,
          itemStyle:
            row.state === 'complete'
              ? { color: colors.series[0] }
              : { color: colors.series[0], opacity: 0.55, borderColor: colors.text, borderType: 'dashed', borderWidth: 1 },
        })),
      },
      line('A person a month, year to date', 'per_person_to_date', colors.series[1]!, 'solid', 'circle'),
      ...(hasBenchmark ? [line('Benchmark over twelve', 'benchmark_per_person', colors.text, 'dashed', 'none')] : []),
    ],
  };
}
