import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, askTable, type RunView } from '../../api/client';
import { MOST_ROWS, useRunTable } from '../../api/queries';
import { Waterfall } from '../../charts/Waterfall';
import { money, number, words } from '../../format/amounts';
import { Button, Choice, Note } from '../../parts/Controls';
import { Empty, Loaded } from '../../parts/States';
import { useUrlState } from '../../state/url';
import { columnsOf, DataTable } from '../../tables/DataTable';
import { SimpleTable, type Row } from '../../tables/SimpleTable';

/** The bridge from our dollars to those of CMS's expenditure report, step by step; without a report, what to import. */
export function TieOut({ run }: { run: RunView }) {
  const url = useUrlState();
  const bridge = useRunTable(run, 'tie-out');
  const readings = useRunTable(run, 'tie-out-readings');
  const year = run.request.performance_year;
  if (!run.tables.some((table) => table.name === 'tie-out')) {
    const why = run.report?.warnings.find((one) => one.what.startsWith("the tie-out to CMS's report"));
    return (
      <Empty
        title="Do our dollars tie out to CMS's?"
        command={`accountable mssp tie-out --store STORE --aco ${run.request.aco} --year ${year} --report EXPU.xlsx`}
      >
        <p>
          {why ? `${why.what}. ${why.do}.` : `The store has no annual expenditure report (AEXPU) of ${run.request.aco} for ${year}.`} Import
          it on <Link to={url.to('/imports')}>Imports</Link> and run again: the bridge from our dollars to CMS's stands here then.
        </p>
      </Empty>
    );
  }
  return (
    <Loaded query={bridge} chart>
      {(page) => {
        const left = page.rows.find((row) => row.step === 'unexplained');
        const ours = page.rows.find((row) => row.step === 'ours');
        const report = page.rows.find((row) => row.step === 'report');
        const unseen = page.rows.filter((row) => row.basis === 'not seen');
        const bars = page.rows
          .filter((row) => typeof row.dollars === 'number' && (row.kind === 'level' || row.dollars !== 0 || row === left))
          .map((row) => ({ ...row, step: row.title, kind: row.kind === 'level' ? 'level' : 'move' }));
        return (
          <>
            <Waterfall title={`From our dollars to CMS's expenditure report, ${year}`} file="tie-out" rows={bars}>
              {typeof ours?.dollars === 'number' && typeof report?.dollars === 'number' && (
                <p>
                  We come to <strong>{money(ours.dollars)}</strong>, CMS's report to <strong>{money(report.dollars)}</strong>:{' '}
                  {money(Math.abs(Number(left?.dollars ?? 0)), true)} stay unexplained. {sentence(left?.note)}
                </p>
              )}
            </Waterfall>
            {unseen.length > 0 && (
              <Note kind="note" title="What no data here tells">
                <ul className="plain">
                  {unseen.map((row) => (
                    <li key={String(row.step)}>
                      {String(row.title)}: <span className="quiet">{String(row.note)}</span>
                    </li>
                  ))}
                </ul>
              </Note>
            )}
            {readings.data && readings.data.rows.length > 1 && (
              <details>
                <summary>What would stay unexplained if CMS had read a rule otherwise</summary>
                <SimpleTable
                  caption="Readings"
                  rows={readings.data.rows}
                  columns={columnsOf(readings.data.columns, {
                    moves: { label: 'Moves our dollars by ($)' },
                    unexplained: { label: 'Unexplained then ($)' },
                    within_rounding: { label: "Within the report's rounding" },
                  })}
                />
              </details>
            )}
            <Rows run={run} steps={page.rows} />
          </>
        );
      }}
    </Loaded>
  );
}

function sentence(note: unknown): string {
  // What was not seen stands below the chart.
  const text = String(note ?? '')
    .split(';')[0]!
    .replace(/up to ([\d.]+)/, 'up to $$$1');
  return text ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : '';
}

/** Steps whose claims or people can be had (`mssp tie-out --rows`). */
const WITH_ROWS = new Set(
  ('outside_months run_out ime dsh uncompensated_care population_based sequestration opt_outs assigned_only_here listed_only ' +
    'truncation non_claims').split(' '),
);

/** The claims or people behind a step, for whom that was granted. */
function Rows({ run, steps }: { run: RunView; steps: readonly Row[] }) {
  const [step, setStep] = useState('');
  const [shown, setShown] = useState('');
  const rows = useQuery({
    queryKey: ['tie-out-rows', run.job.id, shown],
    enabled: shown !== '',
    retry: false,
    queryFn: () =>
      askTable(
        api.POST('/api/v1/runs/{job}/tie-out', {
          params: { path: { job: run.job.id } },
          body: { step: shown, query: { offset: 0, limit: MOST_ROWS } },
        }),
      ),
  });
  const options = steps.filter((row) => WITH_ROWS.has(String(row.step)) && typeof row.dollars === 'number' && row.dollars !== 0);
  if (!run.tables.some((table) => table.person_level) || options.length === 0) return null;
  return (
    <section>
      <div className="controls">
        <Choice
          label="Claims or people behind a step"
          value={step}
          onChange={setStep}
          options={[['', 'choose a step'], ...options.map((row) => [String(row.step), String(row.title)] as const)]}
        />
        <Button disabled={!step} onClick={() => setShown(step)}>
          Show them
        </Button>
        <span className="quiet">Written to the audit log with your name.</span>
      </div>
      {shown && (
        <Loaded query={rows} lines={5}>
          {(page) => (
            <DataTable
              id="tie-out-rows"
              local
              caption={`${words(shown)}: ${number(page.total)} rows`}
              rows={page.rows}
              total={page.total}
              columns={columnsOf(page.columns)}
            />
          )}
        </Loaded>
      )}
    </section>
  );
}
