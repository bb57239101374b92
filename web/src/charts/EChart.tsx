import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { init, use as register, type ECharts } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { palette, type Palette } from './palette';

register([
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
  SVGRenderer,
]);

export interface EChartProps {
  /** The chart in the colours of the theme. */
  option(colors: Palette): Record<string, unknown>;
  /** What the chart shows, for those who do not see it; the table beside it has the figures. */
  label: string;
  height: number;
  onPick?(dataIndex: number, seriesIndex: number, data: unknown): void;
}

/** One chart. This file and the library come only when a page has a chart to show. */
export default function EChart({ option, label, height, onPick }: EChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  });

  useEffect(() => {
    const made = init(box.current!, undefined, { renderer: 'svg' });
    chart.current = made;
    made.on('click', (event) => pick.current?.(event.dataIndex, event.seriesIndex ?? 0, event.data));
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(box.current!);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    function draw() {
      const colors = palette();
      chart.current?.setOption(
        {
          animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
          animationDuration: 300,
          textStyle: { fontFamily: colors.font, color: colors.text },
          color: colors.series,
          aria: { enabled: true, label: { description: label }, decal: { show: true, decals: decals(colors) } },
          ...option(colors),
        },
        { notMerge: true },
      );
    }
    draw();
    window.addEventListener('accountable-theme', draw);
    return () => window.removeEventListener('accountable-theme', draw);
  }, [option, label]);

  return <div ref={box} className="chart__box" style={{ height }} role="img" aria-label={label} />;
}

function decals(colors: Palette) {
  const color = colors.decal;
  return [
    { symbol: 'none', color },
    { color, dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: Math.PI / 4 },
    {
      color,
      symbol: 'circle',
      dashArrayX: [
        [8, 8],
        [0, 8, 8, 0],
      ],
      dashArrayY: [6, 0],
      symbolSize: 0.7,
    },
    { color, dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: -Math.PI / 4 },
    { color, dashArrayX: [1, 0], dashArrayY: [3, 8], rotation: 0 },
    {
      color,
      symbol: 'rect',
      dashArrayX: [
        [6, 6],
        [0, 6, 6, 0],
      ],
      dashArrayY: [6, 0],
      symbolSize: 0.6,
    },
  ];
}
