/** The colours of charts, read from the theme's tokens when a chart is drawn. */
export interface Palette {
  text: string;
  quiet: string;
  line: string;
  ground: string;
  series: string[];
  gain: string;
  loss: string;
  level: string;
  low: string;
  high: string;
  decal: string;
  font: string;
}

export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: token('--ink'),
    quiet: token('--ink-quiet'),
    line: token('--line'),
    ground: token('--ground'),
    series: [1, 2, 3, 4, 5, 6].map((at) => token(`--series-${at}`)),
    gain: token('--gain'),
    loss: token('--loss'),
    level: token('--series-1'),
    low: token('--heat-low'),
    high: token('--heat-high'),
    decal: token('--decal'),
    font: token('--font-family-body') || 'sans-serif',
  };
}

/** An axis of values with quiet lines. */
export function valueAxis(colors: Palette, name: string, format: (value: number) => string, more: Record<string, unknown> = {}) {
  return {
    type: 'value',
    name,
    nameLocation: 'middle',
    nameGap: 32,
    nameTextStyle: { color: colors.quiet },
    axisLabel: { color: colors.quiet, formatter: format, hideOverlap: true },
    splitLine: { lineStyle: { color: colors.line } },
    axisLine: { lineStyle: { color: colors.line } },
    ...more,
  };
}

/** An axis of names. */
export function nameAxis(colors: Palette, names: readonly string[], more: Record<string, unknown> = {}) {
  return {
    type: 'category',
    data: names,
    axisLabel: { color: colors.text, interval: 0, width: 170, overflow: 'break' },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colors.line } },
    ...more,
  };
}

export function tooltip(colors: Palette, more: Record<string, unknown> = {}) {
  return {
    backgroundColor: colors.ground,
    borderColor: colors.line,
    textStyle: { color: colors.text, fontSize: 13 },
    confine: true,
    ...more,
  };
}
