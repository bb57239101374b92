import { useMemo } from 'react';
import { money, shortMoney } from '../format/amounts';
import type { Row } from '../tables/SimpleTable';
import { Chart } from './Chart';
import { tip } from './tip';
import { nameAxis, tooltip, valueAxis, type Palette } from './palette';

/** Steps of a waterfall as the runs leave them: step, kind (level or move), dollars. */
export function Waterfall({
  title,
  rows,
  file,
  children,
}: {
  title: string;
  rows: readonly Row[];
  file: string;
  children?: React.ReactNode;
}) {
  const option = useMemo(() => (colors: Palette) => fall(colors, rows), [rows]);
  return (
    <Chart
      title={title}
      file={file}
      option={option}
      height={70 + rows.length * 36}
      columns={[
        { name: 'step', unit: 'text' },
        { name: 'kind', unit: 'text' },
        { name: 'dollars', unit: 'dollars' },
      ]}
      rows={rows}
      label={`${title}: ${rows.map((row) => `${String(row.step)} ${money(Number(row.dollars))}`).join(', ')}`}
    >
      {children}
      <p className="quiet">Levels are solid; moves up and down are told by their sign, their pattern and their place.</p>
    </Chart>
  );
}

function fall(colors: Palette, rows: readonly Row[]) {
  let reached = 0;
  const bars = rows.map((row) => {
    const dollars = Number(row.dollars);
    const [from, to] = row.kind === 'level' ? [0, dollars] : [reached, reached + dollars];
    reached = to;
    return { from, to, dollars, kind: row.kind === 'level' ? 0 : dollars >= 0 ? 1 : 2 };
  });
  const low = Math.min(0, ...bars.flatMap((bar) => [bar.from, bar.to]));
  const high = Math.max(0, ...bars.flatMap((bar) => [bar.from, bar.to]));
  // The amounts stand beside the bars, and take more of a narrow screen.
  const room = (high - low) * (window.innerWidth < 640 ? 0.55 : 0.16) || 1;
  const fill = [colors.series[0]!, colors.gain, colors.loss];
  return {
    grid: { left: window.innerWidth < 640 ? 128 : 250, right: 24, top: 8, bottom: 34 },
    tooltip: tooltip(colors, {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (items: { dataIndex: number }[]) => {
        const at = items[0]?.dataIndex ?? 0;
        return tip`${rows[at]?.step}<br><b>${money(bars[at]!.dollars, true)}</b>`;
      },
    }),
    xAxis: valueAxis(colors, '', shortMoney, { min: low < 0 ? low - room : 0, max: high + room }),
    yAxis: nameAxis(
      colors,
      rows.map((row) => String(row.step)),
      {
        inverse: true,
        axisLabel: {
          color: colors.text,
          width: window.innerWidth < 640 ? 116 : 236,
          overflow: 'break',
          fontSize: window.innerWidth < 640 ? 10 : 12,
          lineHeight: window.innerWidth < 640 ? 11 : 14,
          interval: 0,
        },
      },
    ),
    series: [
      {
        type: 'custom',
        data: bars.map((bar, at) => [at, bar.from, bar.to]),
        encode: { x: [1, 2], y: 0 },
        renderItem: (
          params: { dataIndex: number },
          api: {
            value(at: number): number;
            coord(point: [number, number]): [number, number];
            size(size: [number, number]): [number, number];
          },
        ) => {
          const bar = bars[params.dataIndex]!;
          const [x1, y] = api.coord([Math.min(bar.from, bar.to), params.dataIndex]);
          const [x2] = api.coord([Math.max(bar.from, bar.to), params.dataIndex]);
          const height = Math.min(22, api.size([0, 1])[1] * 0.62);
          return {
            type: 'group',
            children: [
              {
                type: 'rect',
                shape: { x: x1, y: y - height / 2, width: Math.max(2, x2 - x1), height },
                style:
                  bar.kind === 0
                    ? { fill: fill[0] }
                    : {
                        fill: fill[bar.kind],
                        opacity: 0.9,
                        lineWidth: 1,
                        stroke: colors.text,
                        lineDash: bar.kind === 2 ? [4, 3] : undefined,
                      },
              },
              {
                type: 'text',
                style: {
                  x: x2 + 6,
                  y,
                  text: bar.kind === 0 ? money(bar.dollars) : `${bar.dollars >= 0 ? '+' : ''}${money(bar.dollars)}`,
                  fill: colors.text,
                  fontSize: 12,
                  verticalAlign: 'middle',
                  fontFamily: colors.font,
                },
              },
            ],
          };
        },
      },
    ],
  };
}
