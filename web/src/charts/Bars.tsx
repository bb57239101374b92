import { useMemo } from 'react';
import { amount, needsCents, shortMoney, words, type Unit } from '../format/amounts';
import type { Column, Row } from '../tables/SimpleTable';
import { Chart } from './Chart';
import { tip } from './tip';
import { nameAxis, tooltip, valueAxis, type Palette } from './palette';

interface BarsProps {
  title: string;
  file: string;
  rows: readonly Row[];
  columns: readonly Column[];
  /** The column that names a bar. */
  name: string;
  /** The column that parts a bar; none for bars in one piece. */
  part?: string;
  /** The column of the amount. */
  value: string;
  unit: Unit;
  /** Bars stand (time along the bottom) or lie (names at the left). */
  stand?: boolean;
  stacked?: boolean;
  children?: React.ReactNode;
}

/** Bars of one table: standing for time, lying for names, parted by kind when there is one. */
export function Bars({ title, file, rows, columns, name, part, value, unit, stand, stacked = true, children }: BarsProps) {
  const names = useMemo(() => [...new Set(rows.map((row) => String(row[name])))], [rows, name]);
  const parts = useMemo(() => (part ? [...new Set(rows.map((row) => String(row[part])))].sort() : ['']), [rows, part]);
  const option = useMemo(
    () => (colors: Palette) => {
      const cents = unit === 'dollars' && needsCents(rows.map((row) => row[value]));
      const amounts = new Map(rows.map((row) => [`${String(row[name])}|${part ? String(row[part]) : ''}`, row[value]]));
      const narrow = window.innerWidth < 640;
      const values = valueAxis(colors, '', (one) => (unit === 'dollars' ? shortMoney(one) : amount(one, unit)));
      const labels = nameAxis(
        colors,
        names.map(words),
        stand
          ? { axisLabel: { color: colors.quiet, interval: 'auto', hideOverlap: true } }
          : { inverse: true, axisLabel: { color: colors.text, width: narrow ? 112 : 190, overflow: 'truncate', interval: 0 } },
      );
      return {
        grid: { left: stand ? 70 : narrow ? 124 : 206, right: 24, top: part ? 44 : 10, bottom: 32 },
        ...(part ? { legend: { type: 'plain', top: 0, left: 0, textStyle: { color: colors.text }, itemWidth: 18 } } : {}),
        tooltip: tooltip(colors, {
          trigger: 'axis',
          axisPointer: { type: 'shadow' },
          // Our own text: the library's has styles inline, which the content policy takes away.
          formatter: (items: { name: string; seriesName: string; value: unknown }[]) =>
            tip`<b>${items[0]?.name}</b>` +
            items
              .filter((item) => typeof item.value === 'number')
              .map((item) => tip`<br>${part ? `${item.seriesName}: ` : ''}${amount(item.value as number, unit, cents)}`)
              .join(''),
        }),
        xAxis: stand ? labels : values,
        yAxis: stand ? values : labels,
        series: parts.map((one) => ({
          type: 'bar',
          name: one ? words(one) : title,
          ...(part && stacked ? { stack: 'all' } : {}),
          barMaxWidth: 26,
          data: names.map((each) => {
            const cell = amounts.get(`${each}|${one}`);
            return typeof cell === 'number' ? cell : null;
          }),
          ...(!part && !stand
            ? {
                label: {
                  show: true,
                  position: 'right',
                  color: colors.text,
                  formatter: (item: { value: number }) => amount(item.value, unit, cents),
                },
              }
            : {}),
        })),
      };
    },
    [rows, name, part, value, unit, stand, stacked, names, parts, title],
  );
  const height = stand ? 320 : 60 + (part ? 34 : 0) + names.length * (part && !stacked ? 22 * parts.length + 10 : 34);
  return (
    <Chart
      title={title}
      file={file}
      columns={columns}
      rows={rows}
      option={option}
      height={height}
      label={`${title}. The table has the figures.`}
    >
      {children}
    </Chart>
  );
}
