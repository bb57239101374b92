import { useMemo } from 'react';
import type { RunView, TablePage } from '../../api/client';
import { useRunTable } from '../../api/queries';
import { Bars } from '../../charts/Bars';
import { Chart } from '../../charts/Chart';
import { nameAxis, tooltip, valueAxis, type Palette } from '../../charts/palette';
import { tip } from '../../charts/tip';
import { number, percent, plural, words } from '../../format/amounts';
import { Loaded } from '../../parts/States';
import { columnsOf, DataTable } from '../../tables/DataTable';
import { SimpleTable, type Row } from '../../tables/SimpleTable';
import { WhyButton } from '../../why/WhyDrawer';
import { whyText } from '../../why/source';
import { codeWords, edgesOf, gains, markOf } from './deciles';

/** What a score is worth: the adjustment, the categories' points, the measures against their deciles. */
export function Score({ run, categories }: { run: RunView; categories: TablePage }) {
  const measures = useRunTable(run, 'mips-measures');
  const scores = useRunTable(run, 'mips-scores');
  return (
    <>
      <Loaded query={scores} lines={3}>
        {(page) => <Worth run={run} page={page} />}
      </Loaded>
      <Bars
        title="Category points"
        file="mips-categories"
        rows={categories.rows}
        name="program"
        part="category"
        value="points"
        unit="points"
        columns={columnsOf(categories.columns)}
      />
      <SimpleTable
        caption="Category points"
        rows={categories.rows}
        columns={columnsOf(categories.columns, {
          category: { show: (row) => words(String(row.category)) },
          score: { label: 'Category score', unit: 'percent' },
          weight: { unit: 'percent' },
          points: { label: 'Points of the final score' },
          possible: { label: 'Points possible' },
        })}
      />
      <Loaded query={measures} lines={6} chart>
        {(page) => <Measures page={page} />}
      </Loaded>
    </>
  );
}

function Worth({ run, page }: { run: RunView; page: TablePage }) {
  const best = page.rows.find((row) => row.counts === 'yes');
  if (!best) return null;
  const why = run.derivations.find((one) => one.name === 'mips');
  const [low, high] = [Number(best.adjustment_low), Number(best.adjustment_high)];
  const range = low === high ? signed(low) : `from ${signed(low)} to ${signed(high)}`;
  return (
    <>
      <div className="answer">
        <p>
          The final score is {number(Number(best.final_score), 2)} of 100 and changes Medicare payments by {range}.{' '}
          {why && <WhyButton why={whyText({ of: 'run', job: run.job.id, name: why.name })} of="final score" />}
        </p>
        <p className="quiet">
          Scored in {String(best.program)}. The performance threshold is {number(Number(best.performance_threshold))}: below it
          payments fall, above it they rise
          {low === high ? '' : ', by how much depends on the scores of the nation'}.
        </p>
      </div>
      {page.rows.length > 1 && (
        <SimpleTable caption="Scores by programme" rows={page.rows} columns={columnsOf(page.columns)} />
      )}
      {String(best.notes ?? '') !== '' && (
        <ul className="plain">
          {String(best.notes)
            .split('; ')
            .map((note) => (
              <li key={note}>{note}</li>
            ))}
        </ul>
      )}
    </>
  );
}

function signed(share: number): string {
  return `${share > 0 ? '+' : ''}${percent(share, 2)}`;
}

function Measures({ page }: { page: TablePage }) {
  const rows = page.rows;
  const marked = useMemo(() => rows.filter((row) => markOf(row) !== null), [rows]);
  const option = useMemo(() => (colors: Palette) => strips(colors, marked), [marked]);
  const best = gains(rows);
  return (
    <>
      {marked.length > 0 && (
        <Chart
          title="Measures against the deciles of their benchmarks"
          file="mips-deciles"
          rows={marked}
          columns={columnsOf(page.columns)}
          option={option}
          height={70 + marked.length * 40}
          label={`${plural(marked.length, 'measure')} with the decile that each rate reaches. The table has the figures.`}
        >
          <p className="quiet">
            Each strip goes from the first decile to the tenth, the best at the right also where a lower rate is better. The dot is our
            rate.
          </p>
        </Chart>
      )}
      {best.length > 0 && (
        <p>
          One more decile in {String(best[0]!.measure)} would bring the final score to {number(Number(best[0]!.next_final_score), 2)} (
          {number(Number(best[0]!.gain), 2)} points more), most of all measures.
        </p>
      )}
      <DataTable
        id="measures"
        caption="Points by measure"
        rows={rows}
        total={page.total}
        narrow={['measure', 'points', 'gain']}
        columns={[
          ...columnsOf(
            page.columns.filter((column) => !/^decile_|^best$|^program$/.test(column.name)),
            {
              method: { label: 'Collected by', show: (row) => codeWords(String(row.method)) },
              counted: { label: 'Counts' },
              inverse: { label: 'Lower is better' },
              next_rate: { label: 'Next decile begins at' },
              next_final_score: { label: 'Final score then' },
              gain: { label: 'Gain' },
            },
          ),
          { name: 'edges', unit: 'text', label: 'Deciles begin at', show: (row) => edgesOf(row) || '–' },
        ]}
      >
        <p className="quiet">The final score with the next decile is computed by scoring the whole submission again.</p>
      </DataTable>
    </>
  );
}

function strips(colors: Palette, rows: readonly Row[]) {
  const narrow = window.innerWidth < 640;
  const names = rows.map((row) => String(row.measure));
  return {
    grid: { left: narrow ? 76 : 110, right: 24, top: 8, bottom: 44 },
    tooltip: tooltip(colors, {
      formatter: (item: { data: { row: Row } }) => {
        const row = item.data.row;
        return (
          tip`<b>${row.measure}</b>, ${codeWords(String(row.method))}<br>rate ${row.rate}, decile ${row.decile}` +
          tip`<br>${row.points} points<br>deciles begin at ${edgesOf(row)}`
        );
      },
    }),
    xAxis: valueAxis(colors, 'decile', (value) => (value <= 10 ? String(value) : ''), {
      min: 1,
      max: 11,
      interval: 1,
      splitArea: { show: true, areaStyle: { color: [colors.low, colors.ground] } },
    }),
    yAxis: nameAxis(colors, names, { inverse: true }),
    aria: { enabled: false },
    series: [
      {
        type: 'scatter',
        symbol: 'circle',
        symbolSize: 16,
        itemStyle: { color: colors.series[0], borderColor: colors.ground, borderWidth: 2 },
        label: {
          show: true,
          position: 'right',
          color: colors.text,
          fontFamily: colors.font,
          formatter: (item: { data: { row: Row } }) => number(Number(item.data.row.rate), 2),
        },
        data: rows.map((row) => ({ value: [markOf(row), String(row.measure)], row })),
      },
    ],
  };
}
