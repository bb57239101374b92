import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { api, ask, askTable } from '../../api/client';
import { MOST_ROWS } from '../../api/queries';
import { Chart } from '../../charts/Chart';
import { nameAxis, tooltip, valueAxis, type Palette } from '../../charts/palette';
import { tip } from '../../charts/tip';
import { moment, number, plural, words } from '../../format/amounts';
import { Page } from '../../parts/Page';
import { Empty, Loaded } from '../../parts/States';
import { useUrlState } from '../../state/url';
import { columnsOf, DataTable } from '../../tables/DataTable';
import { RunNotes, useShownRun } from '../../parts/Runs';
import type { Row } from '../../tables/SimpleTable';

export default function Findings() {
  const url = useUrlState();
  const { run } = useShownRun();
  const findings = useQuery({
    queryKey: ['findings', url.aco],
    enabled: url.aco !== undefined,
    queryFn: () =>
      askTable(api.GET('/api/v1/acos/{entity}/findings', { params: { path: { entity: url.aco! }, query: { limit: MOST_ROWS } } })),
  });
  return (
    <Page name="Findings" question="What was refused or doubtful?">
      {!url.aco ? (
        <Empty title="There is no data yet" command="accountable claims import --cclf FOLDER --store STORE">
          <p>What an import refuses is listed here, with its file and line.</p>
        </Empty>
      ) : (
        <Loaded query={findings} lines={6} chart>
          {(page) =>
            page.total === 0 ? (
              <Empty title="Nothing was refused">
                <p>
                  Every row of the files of {url.aco} was loaded. What an import only warned of is with its result on{' '}
                  <Link to={url.to('/imports')}>Imports</Link>.
                </p>
              </Empty>
            ) : (
              <>
                <div className="answer">
                  <p>
                    {plural(page.total, 'row')} of {url.aco} {page.total === 1 ? 'was' : 'were'} refused and{' '}
                    {page.total === 1 ? 'is' : 'are'} kept aside, not lost.
                  </p>
                </div>
                <Reasons rows={page.rows} />
                <DataTable
                  id="findings"
                  caption="Refused rows"
                  rows={page.rows}
                  total={page.total}
                  narrow={['file', 'line', 'what']}
                  csv={`/api/v1/acos/${encodeURIComponent(url.aco!)}/findings?format=csv`}
                  columns={columnsOf(page.columns)}
                />
              </>
            )
          }
        </Loaded>
      )}
      {url.aco && <Warned aco={url.aco} />}
      {run.data && <RunNotes run={run.data} />}
    </Page>
  );
}

const NEWEST = 20;

/** What the newest imports found and loaded all the same, or refused as a whole: refused rows are in the table above. */
function Warned({ aco }: { aco: string }) {
  const url = useUrlState();
  const imports = useQuery({ queryKey: ['imports'], queryFn: () => ask(api.GET('/api/v1/imports')) });
  const done = (imports.data ?? []).filter((job) => job.state === 'done' && job.entities.includes(aco)).slice(0, NEWEST);
  const reports = useQueries({
    queries: done.map((job) => ({
      queryKey: ['import', job.id],
      queryFn: () => ask(api.GET('/api/v1/imports/{job}', { params: { path: { job: job.id } } })),
    })),
  });
  const rows = reports.flatMap(({ data }) =>
    (data?.report?.findings ?? [])
      .filter((one) => one.severity !== 'row_refused')
      .map((one) => ({ ...one, severity: words(one.severity), import: `${data!.job.title}, ${moment(data!.job.finished)}` })),
  );
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>What imports found</h2>
      <p className="quiet">
        Of the newest {plural(done.length, 'import')} here; those of the command line said it when they ran. Each with its files is on{' '}
        <Link to={url.to('/imports')}>Imports</Link>.
      </p>
      <DataTable
        id="warned"
        caption="What imports found"
        rows={rows}
        narrow={['file', 'what', 'do']}
        columns={[
          { name: 'severity', unit: 'text' },
          { name: 'file', unit: 'text' },
          { name: 'line', unit: 'number' },
          { name: 'column', unit: 'text' },
          { name: 'what', unit: 'text' },
          { name: 'do', unit: 'text', label: 'What to do' },
          { name: 'import', unit: 'text' },
        ]}
      />
    </section>
  );
}

function Reasons({ rows }: { rows: readonly Row[] }) {
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const row of rows) found.set(String(row.what), (found.get(String(row.what)) ?? 0) + 1);
    return [...found]
      .sort((left, right) => right[1] - left[1])
      .slice(0, 20)
      .map(([what, count]) => ({ what, rows: count }));
  }, [rows]);
  const option = useMemo(
    () => (colors: Palette) => ({
      grid: { left: 240, right: 40, top: 6, bottom: 30 },
      tooltip: tooltip(colors, { formatter: (item: { name: string; value: number }) => tip`${item.name}<br><b>${item.value}</b>` }),
      xAxis: valueAxis(colors, '', (value) => number(value), { minInterval: 1 }),
      yAxis: nameAxis(
        colors,
        counts.map((one) => one.what),
        { inverse: true, axisLabel: { color: colors.text, width: 224, overflow: 'truncate', interval: 0 } },
      ),
      series: [
        {
          type: 'bar',
          barMaxWidth: 22,
          data: counts.map((one) => one.rows),
          label: { show: true, position: 'right', color: colors.text },
        },
      ],
    }),
    [counts],
  );
  return (
    <Chart
      title="Refused rows by reason"
      file="findings"
      columns={[
        { name: 'what', unit: 'text', label: 'Reason' },
        { name: 'rows', unit: 'count' },
      ]}
      rows={counts}
      option={option}
      height={60 + counts.length * 32}
      label={`Refused rows by ${plural(counts.length, 'reason')}`}
    />
  );
}
