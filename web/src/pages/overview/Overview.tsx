import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { api, ask, type RunFigure } from '../../api/client';
import { useOverview, useRun, useRunTable } from '../../api/queries';
import { Bars } from '../../charts/Bars';
import { amount, change, day, earnedOrOwed, moment, number, percent, plural, words } from '../../format/amounts';
import { Note } from '../../parts/Controls';
import { Figure, Figures, Page } from '../../parts/Page';
import { RunNotes, WithRun } from '../../parts/Runs';
import { Loaded } from '../../parts/States';
import { Term } from '../../parts/Term';
import { useUrlState } from '../../state/url';
import { SimpleTable } from '../../tables/SimpleTable';
import { whyText } from '../../why/source';
import { WhyButton } from '../../why/WhyDrawer';
import { Changes } from './Changes';

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
              <Figures>
                {!view.figures.some(({ figure }) => /earned|settlement|owed/.test(figure.name)) && (
                  <Figure
                    label="Earned or owed to date"
                    value="not computed"
                    sentence="This run has no settlement: Savings says what to supply."
                  />
                )}
                {view.figures.map(({ figure, change: moved }) => (
                  <Figure
                    key={figure.name}
                    label={<Term term={figure.label}>{figure.label}</Term>}
                    value={valueOf(figure)}
                    sentence={figure.sentence}
                    range={
                      figure.low !== null && figure.high !== null
                        ? `from ${amount(figure.low, figure.unit)} to ${amount(figure.high, figure.unit)}`
                        : undefined
                    }
                    moved={moved === null || moved === undefined ? undefined : `${change(moved, figure.unit)} since the run before`}
                    stale={view.store_changed}
                    why={
                      figure.derivation ? (
                        <WhyButton why={whyText({ of: 'run', job: run.id, name: figure.derivation })} of={figure.label} />
                      ) : undefined
                    }
                  />
                ))}
                <QpPanel aco={view.aco} year={view.performance_year} />
              </Figures>
              {view.previous && <Changes before={view.previous.id} after={run.id} />}
              <ByMonth job={run.id} />
              <Fresh rows={view.freshness} />
              <Notes job={run.id} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function valueOf(figure: RunFigure): string {
  if (figure.value === null) return 'not known';
  return /earned|owed/.test(figure.name) && figure.unit === 'dollars'
    ? earnedOrOwed(figure.value)
    : amount(figure.value, figure.unit);
}

function QpPanel({ aco, year }: { aco: string; year: number | null }) {
  const url = useUrlState();
  const entities = useQuery({ queryKey: ['qp-entities'], queryFn: () => ask(api.GET('/api/v1/qp')) });
  const has = entities.data?.includes(aco) === true;
  const qp = useQuery({
    queryKey: ['qp', aco, year],
    enabled: has && year !== null,
    retry: false,
    queryFn: () => ask(api.GET('/api/v1/qp/{entity}', { params: { path: { entity: aco }, query: { year: year! } } })),
  });
  if (!qp.data) {
    return entities.data && (!has || qp.error) ? (
      <Figure
        label={<Term term="QP">QPs</Term>}
        value="not computed"
        sentence={qp.error ? qp.error.message : 'The server was given no QP facts of this ACO: --qp-facts ENTITY=FOLDER.'}
      />
    ) : null;
  }
  const partial = `${number(qp.data.partial_qp)} more are Partial QPs`;
  const share = qp.data.clinicians === 0 ? '' : `, ${percent(qp.data.qp / qp.data.clinicians, 1)}`;
  return (
    <Figure
      label={<Term term="QP">QPs</Term>}
      value={`${number(qp.data.qp)} of ${number(qp.data.clinicians)}`}
      sentence={`${plural(qp.data.qp, 'clinician')} of ${number(qp.data.clinicians)} are QPs${share}; ${partial}.`}
      why={<Link to={url.to('/qp')}>Who, and how close are the others?</Link>}
    />
  );
}

/** Dollars by month of service, as the run has them. */
function ByMonth({ job }: { job: string }) {
  const run = useRun(job);
  const table = useRunTable(run.data, 'claims_by_month');
  const rows = useMemo(
    () =>
      (table.data?.rows ?? [])
        .filter((row) => typeof row.paid === 'number')
        .sort((left, right) => String(left.month).localeCompare(String(right.month))),
    [table.data],
  );
  if (rows.length === 0) return null;
  return (
    <Bars
      title="Paid by month of service"
      file="paid-by-month"
      rows={rows}
      name="month"
      part="service"
      value="paid"
      unit="dollars"
      stand
      columns={[
        { name: 'month', unit: 'text' },
        { name: 'service', unit: 'text', show: (row) => words(String(row.service)) },
        { name: 'claims', unit: 'number' },
        { name: 'paid', unit: 'dollars' },
        { name: 'complete', unit: 'percent' },
      ]}
    >
      <p className="quiet">
        As paid, of everybody in the ACO's files. Services of a month with 1 to 10 people are hidden and missing here; the last
        months are not complete yet: see <em>Imports</em>.
      </p>
    </Bars>
  );
}

function Fresh({ rows }: { rows: readonly Record<string, unknown>[] }) {
  return (
    <section>
      <h2>How fresh is the data?</h2>
      <SimpleTable
        caption="How fresh is the data"
        rows={rows}
        columns={[
          { name: 'source', unit: 'text', show: (row) => String(row.source).toUpperCase() },
          { name: 'table', unit: 'text', show: (row) => String(row.table).toUpperCase() },
          { name: 'newest', unit: 'text', label: 'Newest delivery', show: (row) => day(row.newest as string) },
          { name: 'files', unit: 'count' },
          { name: 'rows', unit: 'count', label: 'Rows loaded' },
          { name: 'refused', unit: 'count', label: 'Rows refused' },
        ]}
      />
    </section>
  );
}

function Notes({ job }: { job: string }) {
  const run = useRun(job);
  return run.data ? <RunNotes run={run.data} /> : null;
}
