import { Link } from 'react-router';
import { useOverview, useRun, useRunTable } from '../../api/queries';
import { Months } from '../../charts/Months';
import { day, moment, plural } from '../../format/amounts';
import { Note } from '../../parts/Controls';
import { Page } from '../../parts/Page';
import { RunNotes, WithRun } from '../../parts/Runs';
import { Empty, Loaded } from '../../parts/States';
import { useUrlState } from '../../state/url';
import { SimpleTable, type Row } from '../../tables/SimpleTable';
import { Changes } from './Changes';
import { type Freshness, sourcesOf, tableName } from './fresh';
import { Panels } from './Panels';

export default function Overview() {
  const url = useUrlState();
  const overview = useOverview(url.aco, url.year);
  if (!url.aco || overview.data?.run === null) {
    return (
      <Page name="Overview" question="Where do we stand?">
        <WithRun>{() => null}</WithRun>
        {overview.data && overview.data.freshness.length > 0 && <Fresh rows={overview.data.freshness} />}
      </Page>
    );
  }
  return (
    <Page name="Overview" question="Where do we stand?">
      <Loaded query={overview} lines={8} chart>
        {(view) => {
          const run = view.run!;
          return (
            <>
              <p className="quiet">
                {view.aco}, performance year {view.performance_year}, by the run of {moment(run.finished)}.
                {view.previous && <> Compared with the run of {moment(view.previous.finished)}.</>}
              </p>
              {view.store_changed && (
                <Note kind="warning" title="The data changed after this run">
                  <p>
                    Files were imported since {moment(run.started)}: the figures below are of before. Run again on{' '}
                    <Link to={url.to('/savings')}>Savings</Link>.
                  </p>
                </Note>
              )}
              <Panels view={view} />
              <ByMonth job={run.id} />
              {view.previous && <Changes before={view.previous.id} after={run.id} />}
              <Fresh rows={view.freshness} />
              <Notes job={run.id} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** Spending a person by month of service beside the benchmark. */
function ByMonth({ job }: { job: string }) {
  const run = useRun(job);
  const table = useRunTable(run.data, 'months');
  const rows = table.data?.rows ?? [];
  if (!run.data) return null;
  if (!run.data.tables.some((one) => one.name === 'months')) {
    const why = run.data.report?.warnings.find((one) => one.what.startsWith('spending by month'));
    return (
      <Empty
        title="Spending by month is not there"
        command={`accountable mssp accrue --store STORE --aco ${run.data.request.aco} --year ${run.data.request.performance_year}`}
      >
        <p>{why ? `${why.what}. ${why.do}.` : 'This run was made before it was computed: run again on Savings.'}</p>
      </Empty>
    );
  }
  if (rows.length === 0) return null;
  const open = rows.filter((row) => row.state !== 'complete').length;
  return (
    <Months title={`Spending a person by month, ${run.data.request.performance_year}`} rows={rows}>
      <p className="quiet">
        Of the people assigned, add-ons out and sequestration added back, before truncation.{' '}
        {open === 0
          ? 'Claims of every month are in to the end of the run-out.'
          : `${plural(open, 'month')} ${open === 1 ? 'has' : 'have'} claims still to come: pale with a dashed edge, with what is expected added.`}{' '}
        The benchmark is that of the settlement, a twelfth a month.
      </p>
    </Months>
  );
}

/** Each source in one line: its newest delivery, and which tables are older than that. */
function Fresh({ rows }: { rows: readonly Freshness[] }) {
  const sources = sourcesOf(rows);
  return (
    <section>
      <h2>How fresh is the data?</h2>
      <SimpleTable
        caption="How fresh is the data"
        rows={sources as unknown as Row[]}
        columns={[
          { name: 'source', unit: 'text', show: (row) => String(row.source).toUpperCase() },
          { name: 'newest', unit: 'text', label: 'Newest delivery', show: (row) => day(row.newest as string) },
          { name: 'tables', unit: 'count', label: 'Tables' },
          { name: 'older', unit: 'text', label: 'Tables that are older' },
          { name: 'files', unit: 'count' },
          { name: 'rows', unit: 'count', label: 'Rows loaded' },
          { name: 'refused', unit: 'count', label: 'Rows refused' },
        ]}
      />
      <details>
        <summary>Table by table</summary>
        <SimpleTable
          caption="Freshness table by table"
          rows={rows as unknown as Row[]}
          columns={[
            { name: 'source', unit: 'text', show: (row) => String(row.source).toUpperCase() },
            { name: 'table', unit: 'text', show: (row) => tableName(String(row.table)) },
            { name: 'newest', unit: 'text', label: 'Newest delivery', show: (row) => day(row.newest as string) },
            { name: 'files', unit: 'count' },
            { name: 'rows', unit: 'count', label: 'Rows loaded' },
            { name: 'refused', unit: 'count', label: 'Rows refused' },
          ]}
        />
      </details>
    </section>
  );
}

function Notes({ job }: { job: string }) {
  const run = useRun(job);
  return run.data ? <RunNotes run={run.data} /> : null;
}
