import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, askTable } from '../../api/client';
import { MOST_ROWS } from '../../api/queries';
import { Chart } from '../../charts/Chart';
import { nameAxis, tooltip, type Palette } from '../../charts/palette';
import { tip } from '../../charts/tip';
import { money, number, percent, words } from '../../format/amounts';
import { Loaded } from '../../parts/States';
import { columnsOf } from '../../tables/DataTable';
import type { Row } from '../../tables/SimpleTable';

/** Received months by claim type as a heat map: how complete each is. */
export function Months({ aco }: { aco: string }) {
  const months = useQuery({
    queryKey: ['months', aco],
    queryFn: () =>
      askTable(api.GET('/api/v1/acos/{entity}/months', { params: { path: { entity: aco }, query: { limit: MOST_ROWS } } })),
  });
  return (
    <Loaded query={months} lines={1} chart>
      {(page) =>
        page.rows.length === 0 ? null : (
          <Heat rows={page.rows} columns={columnsOf(page.columns.filter((column) => column.name !== 'aco'))} />
        )
      }
    </Loaded>
  );
}

function Heat({ rows, columns }: { rows: readonly Row[]; columns: ReturnType<typeof columnsOf> }) {
  const option = useMemo(() => (colors: Palette) => heat(colors, rows), [rows]);
  const services = new Set(rows.map((row) => row.service)).size;
  return (
    <Chart
      title="Received months by claim type, with how complete they are"
      file="months"
      columns={columns}
      rows={rows}
      option={option}
      height={130 + services * 36}
      label="A heat map of months by claim type; the stronger the shade, the more complete. The table has the figures."
    >
      <p className="quiet">
        Complete is the share of a month's dollars that such a month shows at its age. A missing cell is a month that never came.
      </p>
    </Chart>
  );
}

function heat(colors: Palette, rows: readonly Row[]) {
  const months = [...new Set(rows.map((row) => String(row.month)))].sort();
  const services = [...new Set(rows.map((row) => String(row.service)))].sort();
  const amountOf = (value: unknown, format: (value: number) => string) =>
    typeof value === 'number' ? format(value) : String(value ?? '–');
  return {
    grid: { left: window.innerWidth < 640 ? 104 : 150, right: 10, top: 6, bottom: 84 },
    tooltip: tooltip(colors, {
      formatter: (item: { data: { row: Row } }) => {
        const row = item.data.row;
        const complete = amountOf(row.complete, (value) => percent(value / 100, 1));
        const [claims, paid] = [amountOf(row.claims, number), amountOf(row.paid, money)];
        const received = tip`${words(String(row.service))}, ${row.month}<br>${claims} claims, ${paid}`;
        return received + tip`<br><b>${complete}</b> complete`;
      },
    }),
    xAxis: nameAxis(colors, months, { axisLabel: { color: colors.quiet, interval: 'auto', rotate: 0, hideOverlap: true } }),
    yAxis: nameAxis(colors, services.map(words), { inverse: true }),
    visualMap: {
      type: 'continuous',
      min: 0,
      max: 100,
      calculable: false,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      text: ['100% complete', '0%'],
      textStyle: { color: colors.text },
      inRange: { color: [colors.low, colors.high] },
      itemHeight: 160,
      itemWidth: 12,
    },
    // Shades are the chart here: patterns over them would hide what they say.
    aria: { enabled: false },
    series: [
      {
        type: 'heatmap',
        itemStyle: { borderColor: colors.ground, borderWidth: 1 },
        data: rows
          .filter((row) => typeof row.complete === 'number')
          .map((row) => ({ value: [months.indexOf(String(row.month)), services.indexOf(String(row.service)), row.complete], row })),
      },
    ],
  };
}
