import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, askTable, type TablePage } from '../../api/client';
import { MOST_ROWS } from '../../api/queries';
import { Chart } from '../../charts/Chart';
import { tooltip, valueAxis, type Palette } from '../../charts/palette';
import { tip } from '../../charts/tip';
import { money, number, plural, shortMoney, words } from '../../format/amounts';
import { Choice, Mark } from '../../parts/Controls';
import { Page } from '../../parts/Page';
import { Loaded } from '../../parts/States';
import { Term } from '../../parts/Term';
import { useUrlState } from '../../state/url';
import { columnsOf, DataTable } from '../../tables/DataTable';
import { SimpleTable, type Row } from '../../tables/SimpleTable';
import { whyText } from '../../why/source';
import { WhyButton } from '../../why/WhyDrawer';

const VERDICTS: Record<string, { kind: 'good' | 'fair' | 'poor' | 'plain'; text: string }> = {
  exact: { kind: 'good', text: 'exact' },
  rounding: { kind: 'good', text: 'within rounding' },
  not_provable: { kind: 'plain', text: 'not provable' },
  mismatch: { kind: 'poor', text: 'mismatch' },
};

export default function Prove() {
  const summary = useQuery({
    queryKey: ['prove'],
    staleTime: Infinity,
    queryFn: () => askTable(api.GET('/api/v1/prove', { params: { query: { limit: MOST_ROWS } } })),
  });
  const rows = useQuery({
    queryKey: ['prove-rows'],
    staleTime: Infinity,
    queryFn: () => askTable(api.GET('/api/v1/prove/rows', { params: { query: { limit: MOST_ROWS } } })),
  });
  return (
    <Page name="Prove" question="Can I trust this?">
      <Loaded query={summary} lines={3}>
        {(page) => <Answer page={page} />}
      </Loaded>
      <Loaded query={rows} lines={10} chart>
        {(page) => <Compared page={page} />}
      </Loaded>
      <Loaded query={summary}>
        {(page) => (
          <section>
            <h2>By year and track</h2>
            <SimpleTable
              caption="By year and track"
              rows={page.rows.filter((row) => row.file !== 'all')}
              columns={columnsOf(page.columns).filter((column) => column.name !== 'file')}
            />
          </section>
        )}
      </Loaded>
    </Page>
  );
}

function Answer({ page }: { page: TablePage }) {
  const all = page.rows.find((row) => row.file === 'all');
  if (!all) return null;
  const count = (name: string) => Number(all[name] ?? 0);
  return (
    <div className="answer">
      <p>
        Of {number(count('rows'))} results that CMS published, {number(count('exact'))} come out to the dollar and{' '}
        {number(count('rounding'))} within the rounding of the published inputs; {number(count('not_provable'))} cannot be proved
        from what is published, and {count('mismatch') === 0 ? 'none' : number(count('mismatch'))} differ
        {count('mismatch') === 1 ? 's' : ''} otherwise.
      </p>
      <p className="quiet">
        Published in all {money(count('published'))}; computed {money(count('computed'))}.{' '}
        <Term term="Shared savings">Shared savings</Term> of the public results files of the <Term term="ACO">ACOs</Term>.
      </p>
    </div>
  );
}

function Compared({ page }: { page: TablePage }) {
  const url = useUrlState();
  const [year, track, verdict] = [url.get('of-year'), url.get('track'), url.get('verdict')];
  const years = useMemo(() => [...new Set(page.rows.map((row) => String(row.performance_year)))].sort(), [page]);
  const tracks = useMemo(() => [...new Set(page.rows.map((row) => String(row.track)))].sort(), [page]);
  const rows = useMemo(
    () =>
      page.rows.filter(
        (row) =>
          (!year || String(row.performance_year) === year) &&
          (!track || row.track === track) &&
          (!verdict || row.verdict === verdict),
      ) as Row[],
    [page, year, track, verdict],
  );
  const option = useMemo(() => (colors: Palette) => dots(colors, rows), [rows]);
  const exceptions = useMemo(
    () => page.rows.filter((row) => row.verdict === 'not_provable' || row.verdict === 'mismatch').length,
    [page],
  );
  const columns = columnsOf(page.columns, {
    verdict: { show: (row) => <Verdict word={String(row.verdict)} /> },
    aco_id: { label: 'ACO', show: (row) => String(row.aco_id || '–') },
    performance_year: { label: 'Year' },
  });
  const why = (row: Row) => whyText({ of: 'proof', file: String(row.file), row: Number(row.row) });
  return (
    <>
      <div className="controls">
        <Choice
          label="Year"
          value={year}
          onChange={(value) => url.set({ 'of-year': value })}
          options={[['', 'every year'], ...years.map((one) => [one, one] as const)]}
        />
        <Choice
          label="Track"
          value={track}
          onChange={(value) => url.set({ track: value })}
          options={[['', 'every track'], ...tracks.map((one) => [one, words(one)] as const)]}
        />
        <Choice
          label="Verdict"
          value={verdict}
          onChange={(value) => url.set({ verdict: value })}
          options={[['', 'every verdict'], ...Object.entries(VERDICTS).map(([key, one]) => [key, one.text] as const)]}
        />
      </div>
      <Chart
        title="Published against computed, one dot an ACO"
        file="prove"
        columns={columns.filter((column) => column.name !== 'reason')}
        rows={rows.slice(0, 500)}
        option={option}
        height={430}
        label={`Published against computed earned amounts of ${plural(rows.length, 'row')}, on logarithmic scales.`}
        onPick={(_, __, data) => {
          const at = Array.isArray(data) ? Number(data[2]) : NaN;
          const row = rows[at];
          if (row) url.set({ why: why(row) }, false);
        }}
      >
        <p className="quiet">
          A dot on the line is the published amount. Amounts owed lie left and below zero. A dot opens its derivation.
        </p>
      </Chart>
      <DataTable
        id="rows"
        caption="Row by row"
        rows={rows}
        total={rows.length}
        csv="/api/v1/prove/rows?format=csv"
        narrow={['aco_id', 'computed', 'why']}
        columns={[
          ...columns,
          {
            name: 'why',
            unit: 'text',
            label: 'Why?',
            show: (row) => <WhyButton why={why(row)} of={`Row ${row.row} of ${row.file}`} />,
          },
        ]}
      />
      {exceptions > 0 && (
        <p className="quiet">
          {plural(exceptions, 'exception')} in all have a reason of their own in the table: choose the verdict "not provable" or
          "mismatch".
        </p>
      )}
    </>
  );
}

function Verdict({ word }: { word: string }) {
  const known = VERDICTS[word];
  return known ? <Mark kind={known.kind}>{known.text}</Mark> : <>{word}</>;
}

/** Thousands of dollars on a logarithmic scale on both sides of zero. */
export function bend(dollars: number): number {
  return Math.sign(dollars) * Math.log10(1 + Math.abs(dollars) / 1000);
}

function unbend(place: number): number {
  return Math.sign(place) * (10 ** Math.abs(place) - 1) * 1000;
}

const TICKS = [-1e8, -1e6, -1e4, 0, 1e4, 1e6, 1e8];

function dots(colors: Palette, rows: readonly Row[]) {
  const groups = Object.keys(VERDICTS)
    .map((word) => ({
      word,
      data: rows.flatMap((row, at) =>
        row.verdict === word ? [[bend(Number(row.published)), bend(Number(row.computed)), at]] : [],
      ),
    }))
    .filter((group) => group.data.length > 0);
  const symbols: Record<string, string> = { exact: 'circle', rounding: 'circle', not_provable: 'triangle', mismatch: 'diamond' };
  const places = groups.flatMap((group) => group.data.flatMap((point) => [point[0]!, point[1]!]));
  const low = Math.min(-1, ...places) - 0.3;
  const high = Math.max(1, ...places) + 0.3;
  const ticks = TICKS.map(bend).filter((tick) => tick >= low && tick <= high);
  const axis = (name: string) =>
    valueAxis(colors, name, (value) => shortMoney(Math.round(unbend(value))), {
      min: low,
      max: high,
      axisLabel: { customValues: ticks, color: colors.quiet, formatter: (value: number) => shortMoney(Math.round(unbend(value))) },
      axisTick: { customValues: ticks },
    });
  const small = rows.length > 1500;
  return {
    grid: { left: 76, right: 20, top: 36, bottom: 58 },
    legend: { top: 0, textStyle: { color: colors.text }, data: groups.map((group) => VERDICTS[group.word]!.text) },
    tooltip: tooltip(colors, {
      trigger: 'item',
      formatter: (item: { data: number[] }) => {
        const row = rows[item.data[2] ?? -1];
        if (!row) return '';
        return (
          tip`${row.aco_id || `row ${String(row.row)}`}, ${row.performance_year}, ${row.track}` +
          tip`<br>published <b>${money(Number(row.published))}</b>` +
          tip`<br>computed <b>${money(Number(row.computed), true)}</b><br>difference ${money(Number(row.difference), true)}`
        );
      },
    }),
    xAxis: { ...axis('Published, dollars (logarithmic)'), nameGap: 36 },
    yAxis: { ...axis('Computed, dollars (logarithmic)'), nameGap: 60 },
    animation: false,
    series: groups.map((group, at) => ({
      type: 'scatter',
      name: VERDICTS[group.word]!.text,
      symbol: symbols[group.word],
      symbolSize: group.word === 'mismatch' ? 13 : group.word === 'not_provable' ? 9 : small ? 5 : 8,
      itemStyle: {
        color: { exact: colors.series[0], rounding: colors.series[2], not_provable: colors.series[1], mismatch: colors.loss }[
          group.word
        ],
        opacity: small ? 0.6 : 0.85,
      },
      data: group.data,
      ...(at === 0
        ? {
            markLine: {
              silent: true,
              symbol: 'none',
              animation: false,
              lineStyle: { color: colors.quiet, type: 'dashed' },
              label: { show: false },
              data: [[{ coord: [low, low] }, { coord: [high, high] }]],
            },
          }
        : {}),
    })),
  };
}
