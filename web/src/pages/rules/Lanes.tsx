import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { RuleView } from '../../api/client';
import { Chart } from '../../charts/Chart';
import { tip } from '../../charts/tip';
import { nameAxis, tooltip, valueAxis, type Palette } from '../../charts/palette';
import { day, plural, words } from '../../format/amounts';
import { useUrlState } from '../../state/url';
import { ruleValue } from './values';

const MOST = 24;

interface Span {
  rule: RuleView;
  lane: number;
  from: number;
  to: number;
  enacted: number;
  text: string;
  row: Record<string, unknown>;
}

const COLUMNS = [
  { name: 'parameter', unit: 'text' },
  { name: 'of', unit: 'text' },
  { name: 'for', unit: 'text', label: 'Applies' },
  { name: 'value', unit: 'text' },
  { name: 'enacted', unit: 'text', label: 'Law since' },
  { name: 'authority', unit: 'text' },
  { name: 'citation', unit: 'text' },
  { name: 'verified', unit: 'text' },
] as const;

/** A lane per parameter: the spans for which each value applies, and a mark on the day that it became law. These are the two clocks. */
export function Lanes({ rules }: { rules: readonly RuleView[] }) {
  const url = useUrlState();
  const navigate = useNavigate();
  const shown = rules.slice(0, MOST);
  const spans = useMemo(
    () =>
      shown.flatMap((rule, lane) =>
        rule.values.map((value): Span => ({
          rule,
          lane,
          from: place(value.from),
          to: value.to ? place(value.to) + 1 : Infinity,
          enacted: instant(value.enacted),
          text: ruleValue(rule.unit, value, rule.label),
          row: {
            parameter: rule.label,
            of: value.of ? words(value.of) : '',
            for: value.for,
            value: ruleValue(rule.unit, value, rule.label),
            enacted: day(value.enacted),
            authority: value.authority,
            citation: value.citation,
            verified: value.verified,
          },
        })),
      ),
    [shown],
  );
  const option = useMemo(() => (colors: Palette) => lanes(colors, shown, spans), [shown, spans]);
  if (spans.length === 0) return null;
  return (
    <Chart
      title="When each value applies, and since when it is law"
      file="rules"
      columns={COLUMNS}
      rows={spans.map((span) => span.row)}
      option={option}
      height={70 + shown.length * 34}
      onPick={(at, series) => {
        const span = spans[at];
        if (span && series <= 1) void navigate(url.to('/rule', { id: span.rule.id }));
      }}
      label={`${plural(shown.length, 'lane')} of parameters with ${plural(spans.length, 'span')}; the table has them all.`}
    >
      <p className="quiet">
        Bars: the years for which a value applies (by the parameter's own axis). Diamonds: the day it became law.
        {rules.length > MOST && ` The first ${MOST} of ${rules.length} are drawn: find or choose fewer.`}
      </p>
    </Chart>
  );
}

function place(text: string): number {
  return text.length > 4 ? instant(text) : Number(text);
}

function instant(text: string): number {
  const year = Number(text.slice(0, 4));
  return year + (Number(text.slice(5, 7)) - 1) / 12 + (Number(text.slice(8, 10)) - 1) / 372;
}

interface RenderApi {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
  size(size: [number, number]): [number, number];
}

function lanes(colors: Palette, rules: readonly RuleView[], spans: readonly Span[]) {
  const starts = spans.flatMap((span) => [span.from, span.enacted]);
  const ends = spans.flatMap((span) => (span.to === Infinity ? [span.from + 2] : [span.to]));
  const first = Math.floor(Math.min(...starts));
  const last = Math.ceil(Math.max(...ends, ...starts)) + 1;
  const narrow = window.innerWidth < 640;
  return {
    grid: { left: narrow ? 116 : 260, right: 16, top: 8, bottom: 34 },
    tooltip: tooltip(colors, {
      trigger: 'item',
      formatter: (item: { dataIndex: number }) => {
        const row = spans[item.dataIndex]!.row;
        return (
          tip`${row.parameter}<br>${row.of ? `${String(row.of)}: ` : ''}<b>${row.value}</b> for ${row.for}` +
          tip`<br>law since ${row.enacted}, ${row.authority}<br>${row.citation}`
        );
      },
    }),
    xAxis: valueAxis(colors, '', (value) => String(value), { min: first, max: last, minInterval: 1 }),
    yAxis: nameAxis(
      colors,
      rules.map((rule) => rule.label),
      {
        inverse: true,
        axisLabel: { color: colors.text, width: narrow ? 104 : 244, overflow: 'truncate', interval: 0, fontSize: 12 },
      },
    ),
    series: [
      {
        type: 'custom',
        name: 'applies',
        encode: { x: [1, 2], y: 0 },
        data: spans.map((span) => [span.lane, span.from, Math.min(span.to, last), span.enacted]),
        renderItem: (params: { dataIndex: number }, api: RenderApi) => {
          const [x1, y] = api.coord([api.value(1), api.value(0)]);
          const [x2] = api.coord([api.value(2), api.value(0)]);
          const height = Math.min(18, api.size([0, 1])[1] * 0.55);
          const span = spans[params.dataIndex]!;
          const width = Math.max(3, x2 - x1 - 2);
          return {
            type: 'group',
            children: [
              {
                type: 'rect',
                shape: { x: x1, y: y - height / 2, width, height, r: 2 },
                style: {
                  fill: colors.series[span.rule.verified === 'no' ? 1 : 0],
                  opacity: 0.85,
                  stroke: colors.ground,
                  lineWidth: 1,
                },
              },
              ...(width > span.text.length * 7 + 8
                ? [
                    {
                      type: 'text',
                      style: {
                        x: x1 + 5,
                        y,
                        text: span.text,
                        fill: colors.ground,
                        fontSize: 11,
                        verticalAlign: 'middle',
                        fontFamily: colors.font,
                      },
                    },
                  ]
                : []),
            ],
          };
        },
      },
      {
        type: 'scatter',
        name: 'became law',
        symbol: 'diamond',
        symbolSize: 9,
        itemStyle: { color: colors.text, borderColor: colors.ground, borderWidth: 1 },
        data: spans.map((span) => [span.enacted, span.lane]),
      },
    ],
  };
}
