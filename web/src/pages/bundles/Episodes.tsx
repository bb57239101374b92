import { useMemo } from 'react';
import type { RunView, TablePage } from '../../api/client';
import { useRunTable } from '../../api/queries';
import { Bars } from '../../charts/Bars';
import { Chart } from '../../charts/Chart';
import { nameAxis, tooltip, type Palette } from '../../charts/palette';
import { tip } from '../../charts/tip';
import { money, number, percent, plural, shortMoney, words } from '../../format/amounts';
import { Choice, Note } from '../../parts/Controls';
import { PersonRows } from '../../parts/PersonRows';
import { Loaded } from '../../parts/States';
import { useUrlState } from '../../state/url';
import { columnsOf, DataTable } from '../../tables/DataTable';
import { SimpleTable, type Column, type Row } from '../../tables/SimpleTable';
import { against, strip, totals, weekName } from './strip';

const EVERY = 'all';

const OWN: Readonly<Record<string, Partial<Column>>> = {
  category: { show: (row) => words(String(row.category)) },
  setting: { show: (row) => words(String(row.setting)) },
  reason: { show: (row) => words(String(row.reason)) },
  people: { unit: 'count' },
  mean: { label: 'Actual an episode ($)' },
  actual: { label: 'Actual ($)' },
  difference: { label: 'Target less actual ($)' },
  post_acute: { label: 'Post-acute ($)' },
  readmitted_people: { label: 'People readmitted' },
};

/** What a run found of episodes: target against actual, where and when the money went, and what was left out. */
export function Episodes({ run, page }: { run: RunView; page: TablePage }) {
  const url = useUrlState();
  const settings = useRunTable(run, 'episode-settings');
  const hospitals = useRunTable(run, 'episode-hospitals');
  const postAcute = useRunTable(run, 'episode-post-acute');
  const cancelled = useRunTable(run, 'episode-cancelled');
  const models = useMemo(() => [...new Set(page.rows.map((row) => String(row.model)))], [page]);
  const model = models.includes(url.get('of')) ? url.get('of') : (models[0] ?? '');
  const rows = page.rows.filter((row) => row.model === model);
  const categories = rows.map((row) => String(row.category));
  const category = categories.includes(url.get('category')) ? url.get('category') : EVERY;
  const ofModel = (one: TablePage) => one.rows.filter((row) => row.model === model);
  const ofBoth = (one: TablePage) => ofModel(one).filter((row) => category === EVERY || row.category === category);
  const without = totals(rows).target === null && rows.every((row) => row.target === null) ? ['target', 'difference'] : [];
  if (models.length === 0) return <p>No episode of {run.request.aco} ended in the period.</p>;
  return (
    <>
      <Answer run={run} model={model} rows={rows} />
      <div className="controls">
        {models.length > 1 && (
          <Choice label="Model" value={model} onChange={(value) => url.set({ of: value })} options={models.map((one) => [one, one])} />
        )}
        <Choice
          label="Category"
          value={category}
          onChange={(value) => url.set({ category: value === EVERY ? null : value })}
          options={[[EVERY, 'all'], ...categories.map((one) => [one, words(one)] as const)]}
        />
      </div>
      <Bars
        title={totals(rows).target === null ? 'Actual spending by category' : 'Target against actual by category'}
        file="episodes"
        rows={against(rows)}
        columns={columnsOf(
          [
            { name: 'category', unit: 'text' },
            { name: 'what', unit: 'text' },
            { name: 'dollars', unit: 'dollars' },
          ],
          OWN,
        )}
        name="category"
        part="what"
        value="dollars"
        unit="dollars"
        stacked={false}
      />
      <DataTable
        id="episodes"
        caption="Episodes by category"
        rows={rows}
        narrow={['category', 'mean', 'difference']}
        columns={columnsOf(page.columns.filter((column) => !['model', ...without].includes(column.name)), OWN)}
      />
      <Loaded query={settings} lines={2} chart>
        {(found) => <Strip rows={strip(found.rows, model, category)} category={category} />}
      </Loaded>
      <Loaded query={hospitals} lines={4}>
        {(found) => (
          <DataTable
            id="hospitals"
            caption="Hospitals"
            rows={ofBoth(found)}
            narrow={['hospital', 'mean', 'difference']}
            columns={columnsOf(found.columns.filter((column) => !['model', 'period', ...without].includes(column.name)), OWN)}
          />
        )}
      </Loaded>
      <Loaded query={postAcute} lines={3}>
        {(found) => <PostAcute rows={ofModel(found)} columns={columnsOf(found.columns.slice(1), OWN)} />}
      </Loaded>
      <Loaded query={cancelled} lines={3}>
        {(found) =>
          ofBoth(found).length === 0 ? null : (
            <>
              <h2>Cancelled episodes by reason</h2>
              <SimpleTable caption="Cancelled episodes by reason" rows={ofBoth(found)} columns={columnsOf(found.columns.slice(1), OWN)} />
            </>
          )
        }
      </Loaded>
      <h2>Episode by episode</h2>
      <PersonRows run={run} name="episodes-people" narrow={['person_id', 'category', 'actual']} own={OWN} />
    </>
  );
}

function Answer({ run, model, rows }: { run: RunView; model: string; rows: readonly Row[] }) {
  const all = totals(rows);
  const lacks = run.report?.warnings.filter((one) => one.severity === 'missing' && one.do.includes(`--episode-prices ${model}=`)) ?? [];
  const readmitted = rows.reduce((sum, row) => sum + (typeof row.readmitted_people === 'number' ? row.readmitted_people : 0), 0);
  return (
    <>
      <div className="answer">
        <p>
          {plural(all.episodes, 'episode')} cost {money(all.actual)}
          {all.episodes > 0 && <>, {money(all.actual / all.episodes)} each</>}
          {all.target !== null && (
            <>
              , {money(Math.abs(all.target - all.actual))} {all.target >= all.actual ? 'under' : 'over'} their targets
            </>
          )}
          . {number(readmitted)} {readmitted === 1 ? 'person was' : 'people were'} readmitted.
        </p>
        <p className="quiet">
          {model}, {String(rows[0]?.period ?? '')}.
          {all.hidden && ' Categories of few people are hidden, and the sums are of the others.'}
        </p>
      </div>
      {lacks.map((one) => (
        <Note key={one.what} kind="note" level="2" title="No targets are known: actual spending alone is shown">
          <p>
            Target prices are inputs and are never estimated here. Give a file of them:{' '}
            <code className="command">{one.do.replace(/^Give one: /, '').replace(/ \(.*$/, '')}</code>
          </p>
        </Note>
      ))}
    </>
  );
}

/** Where and when the money went: a row a setting, a column a week since discharge. */
function Strip({ rows, category }: { rows: readonly Row[]; category: string }) {
  const option = useMemo(() => (colors: Palette) => heat(colors, rows), [rows]);
  if (rows.length === 0) return <p className="quiet">No spending by week is shown: there is none, or it is of few people.</p>;
  return (
    <Chart
      title={`Spending by setting and week since discharge${category === EVERY ? '' : `: ${words(category)}`}`}
      file="episode-settings"
      rows={rows}
      columns={columnsOf(
        [
          { name: 'week', unit: 'text' },
          { name: 'setting', unit: 'text' },
          { name: 'paid', unit: 'dollars' },
        ],
        OWN,
      )}
      option={option}
      height={110 + new Set(rows.map((row) => row.setting)).size * 36}
      label="A heat map of settings by week since discharge; the stronger the shade, the more dollars. The table has the figures."
    >
      <p className="quiet">
        Shades tell the weeks since discharge apart; what was paid up to the discharge is more than they hold and has the strongest.
      </p>
    </Chart>
  );
}

function heat(colors: Palette, rows: readonly Row[]) {
  const narrow = window.innerWidth < 900;
  const weeks = [...new Set(rows.map((row) => String(row.week)))];
  const settings = [...new Set(rows.map((row) => String(row.setting)))].sort();
  const since = rows.filter((row) => row.week !== weekName(0)).map((row) => Number(row.paid));
  return {
    grid: { left: narrow ? 100 : 130, right: 10, top: 6, bottom: 70 },
    tooltip: tooltip(colors, {
      formatter: (item: { data: { row: Row } }) =>
        tip`${words(String(item.data.row.setting))}, ${item.data.row.week}<br><b>${money(Number(item.data.row.paid))}</b>`,
    }),
    xAxis: nameAxis(colors, weeks, { axisLabel: { color: colors.quiet, interval: 'auto', hideOverlap: true } }),
    yAxis: nameAxis(colors, settings.map(words), { inverse: true, axisLabel: { color: colors.text, width: 120, interval: 0 } }),
    visualMap: {
      type: 'continuous',
      min: 0,
      max: Math.max(1, ...since),
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      text: [`${shortMoney(Math.max(1, ...since))} or more`, '$0'],
      textStyle: { color: colors.text },
      inRange: { color: [colors.low, colors.high] },
      itemHeight: 160,
      itemWidth: 12,
      calculable: false,
    },
    // Shades are the chart here: patterns over them would hide what they say.
    aria: { enabled: false },
    series: [
      {
        type: 'heatmap',
        itemStyle: { borderColor: colors.ground, borderWidth: 1 },
        data: rows
          .filter((row) => Number(row.paid) !== 0)
          .map((row) => ({ value: [weeks.indexOf(String(row.week)), settings.indexOf(String(row.setting)), row.paid], row })),
      },
    ],
  };
}

function PostAcute({ rows, columns }: { rows: readonly Row[]; columns: readonly Column[] }) {
  const known = rows.filter((row) => typeof row.paid === 'number');
  const all = known.reduce((sum, row) => sum + Number(row.paid), 0);
  if (rows.length === 0) return <p>No episode had post-acute care.</p>;
  return (
    <>
      <h2>Post-acute mix</h2>
      <SimpleTable
        caption="Post-acute mix"
        rows={rows}
        columns={[
          ...columns,
          {
            name: 'share',
            unit: 'percent',
            label: 'Share of post-acute',
            show: (row) => (typeof row.paid === 'number' && all > 0 ? percent(row.paid / all, 1) : '–'),
          },
        ]}
      />
    </>
  );
}
