import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, askTable, type RunView, type Schemas, type TablePage } from '../../api/client';
import { MOST_ROWS } from '../../api/queries';
import { number, percent, plural, words } from '../../format/amounts';
import { Button, Choice, Field, Mark, Note } from '../../parts/Controls';
import { JobProgress } from '../../parts/JobProgress';
import { Page } from '../../parts/Page';
import { RunStart, useShownRun } from '../../parts/Runs';
import { Empty, Loaded, Skeleton } from '../../parts/States';
import { Term } from '../../parts/Term';
import { useUrlState } from '../../state/url';
import { columnsOf, DataTable } from '../../tables/DataTable';
import type { Row } from '../../tables/SimpleTable';
import { AllPayer } from './AllPayer';
import { Clinician } from './Clinician';
import { Drivers } from './Drivers';
import { grouped, type FactsFrom } from './figures';
import { Scores } from './Scores';
import { WhatIf } from './WhatIf';

type QpView = Schemas['QpView'];

const OF_RUN = '';

export default function Qp() {
  const url = useUrlState();
  const folders = useQuery({ queryKey: ['qp-entities'], queryFn: () => ask(api.GET('/api/v1/qp')) });
  const { runs, underWay, run } = useShownRun();
  const chosen = url.get('entity');
  const waiting = folders.isPending || (url.aco !== undefined && runs.isPending) || (run.isLoading && chosen === OF_RUN);
  const hasRun = run.data?.tables.some((table) => table.name === 'qp-scores') === true;
  const folder = chosen || (!hasRun ? (folders.data?.find((one) => one === url.aco) ?? '') : '');
  const year = url.get('qp-year') || (url.year ? String(url.year) : String(run.data?.request.performance_year ?? 2026));
  return (
    <Page name="QP" question="Who qualifies, and how close are the others?">
      {underWay.map((one) => (
        <JobProgress key={one.job.id} job={one.job} of="runs" onEnd={() => void runs.refetch()} />
      ))}
      {(folders.data?.length ?? 0) > 0 && (
        <div className="controls">
          <Choice
            label="Facts"
            value={folder}
            onChange={(value) => url.set({ entity: value, 'qp-year': null, npi: null })}
            options={[
              [OF_RUN, url.aco ? `Claims of ${url.aco}` : 'Claims of the ACO'],
              ...(folders.data ?? []).map((one) => [one, `Folder of ${one}`] as const),
            ]}
          />
          {folder !== '' && (
            <Field
              label="Performance year"
              value={year}
              inputMode="numeric"
              onChange={(value) => url.set({ 'qp-year': value.replaceAll(/\D/g, '').slice(0, 4) })}
            />
          )}
        </div>
      )}
      {waiting ? (
        <Skeleton lines={5} chart />
      ) : folder !== '' ? (
        /^\d{4}$/.test(year) && <Entity key={folder} entity={folder} year={Number(year)} from="folder" />
      ) : hasRun && run.data ? (
        <Entity
          key={run.data.job.id}
          entity={run.data.request.aco}
          year={run.data.request.performance_year}
          from="run"
          run={run.data}
        />
      ) : (
        <NoFacts run={run.data} />
      )}
    </Page>
  );
}

/** Neither a run with QP facts nor a folder: what to do first, or what the run lacked. */
function NoFacts({ run }: { run: RunView | undefined }) {
  const lacked = run?.report?.warnings.filter((one) => one.severity === 'missing' && one.what.startsWith('QP status')) ?? [];
  return (
    <Empty
      title={run ? 'This run has no QP status' : 'No run yet'}
      command="accountable serve --store STORE --qp-facts ENTITY=FOLDER"
    >
      {lacked.map((one) => (
        <p key={one.what}>
          {one.what}. {one.do}.
        </p>
      ))}
      <p>
        <Term term="QP">QP</Term> status is determined from the participant list, the agreement and the claims of an ACO when a run is
        made, or from a folder of facts (docs/reference/qpp-facts.md).
      </p>
      <RunStart />
    </Empty>
  );
}

interface EntityProps {
  entity: string;
  year: number;
  from: FactsFrom;
  run?: RunView;
}

function Entity({ entity, year, from, run }: EntityProps) {
  const url = useUrlState();
  const query = { year, from, ...(url.asOf ? { as_of: url.asOf } : {}) };
  const params = { path: { entity }, query: { ...query, limit: MOST_ROWS } };
  const key = [entity, year, from, url.asOf, run?.job.id];
  const summary = useQuery({
    queryKey: ['qp', ...key],
    retry: false,
    queryFn: () => ask(api.GET('/api/v1/qp/{entity}', { params: { path: { entity }, query } })),
  });
  const enabled = summary.data !== undefined;
  const scores = useQuery({
    queryKey: ['qp-scores', ...key],
    enabled,
    queryFn: () => askTable(api.GET('/api/v1/qp/{entity}/scores', { params })),
  });
  const clinicians = useQuery({
    queryKey: ['clinicians', ...key],
    enabled,
    queryFn: () => askTable(api.GET('/api/v1/qp/{entity}/clinicians', { params })),
  });
  return (
    <Loaded query={summary} lines={5} chart>
      {(view) => (
        <>
          <Answer view={view} from={from} />
          <Loaded query={scores} lines={4} chart>
            {(page) => <Scores page={page} />}
          </Loaded>
          {run ? (
            <Drivers run={run} />
          ) : (
            <p className="quiet">What moves a score, by TIN and clinician, comes from the claims of a run; a folder has only sums.</p>
          )}
          <Loaded query={clinicians} lines={8}>
            {(page) => <Clinicians entity={entity} year={year} from={from} page={page} />}
          </Loaded>
          <AllPayer entity={entity} year={year} from={from} />
          <Findings view={view} run={run} />
        </>
      )}
    </Loaded>
  );
}

function Answer({ view, from }: { view: QpView; from: FactsFrom }) {
  return (
    <div className="answer">
      <p>
        {number(view.qp)} of {plural(view.clinicians, 'clinician')} {view.qp === 1 ? 'is a QP' : 'are QPs'}; {number(view.partial_qp)}{' '}
        {view.partial_qp === 1 ? 'is a Partial QP' : 'are Partial QPs'}.
      </p>
      <p className="quiet">
        {view.thresholds
          .map((one) => `${words(one.method)}: QP from ${percent(one.qp)}, Partial QP from ${percent(one.partial_qp)}`)
          .join('. ')}
        . {from === 'run' && 'Scores rest on the people whose claims are in the store, so they are higher than those of CMS (A-526).'}
      </p>
    </div>
  );
}

function Findings({ view, run }: { view: QpView; run: RunView | undefined }) {
  const findings = grouped(view.findings);
  const unverified = view.unverified;
  return (
    <>
      {findings.length > 0 && (
        <Note kind="warning" title={`${plural(view.findings.length, 'finding')} of ${plural(findings.length, 'kind')}`}>
          <ul className="plain">
            {findings.slice(0, 20).map((one) => (
              <li key={one.what}>
                {one.what}
                {one.count > 1 && <strong> ({number(one.count)} times)</strong>}.{' '}
                <span className="quiet">
                  {one.where}. {one.do}
                </span>
              </li>
            ))}
          </ul>
          {findings.length > 20 && <p>And {plural(findings.length - 20, 'more kind')}.</p>}
        </Note>
      )}
      {unverified.length > 0 && (
        <details>
          <summary>
            Rests on {plural(unverified.length, 'number')} that nobody verified{run ? ', besides those of the run' : ''}
          </summary>
          <ul className="plain">
            {unverified.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

const STATUS: Record<string, 'good' | 'fair' | 'plain'> = { QP: 'good', PartialQP: 'fair' };

function Clinicians({ entity, year, from, page }: { entity: string; year: number; from: FactsFrom; page: TablePage }) {
  const url = useUrlState();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const shown = url.get('npi');

  // Who is tested alone names no entity; over claims the ACO is the only one.
  const keyOf = (row: Row) => `${String(row.npi)}|${String(row.entity_id || (from === 'run' ? entity : ''))}`;

  function tick(key: string) {
    const next = new Set(ticked);
    if (!next.delete(key)) next.add(key);
    setTicked(next);
  }

  return (
    <>
      <DataTable
        id="clinicians"
        caption="Clinicians"
        rows={page.rows}
        total={page.total}
        narrow={['npi', 'status', 'why']}
        csv={`/api/v1/qp/${encodeURIComponent(entity)}/clinicians?year=${year}&from=${from}&format=csv`}
        columns={[
          {
            name: 'tick',
            unit: 'text',
            label: 'What if',
            show: (row) => (
              <input
                type="checkbox"
                aria-label={`${String(row.npi)} of ${String(row.entity_id)} in a what-if`}
                checked={ticked.has(keyOf(row))}
                onChange={() => tick(keyOf(row))}
              />
            ),
          },
          ...columnsOf(
            page.columns.filter((column) => !['basis', 'conversion_factor'].includes(column.name)),
            {
              entity_id: { label: 'Entity' },
              status: { show: (row) => <Mark kind={STATUS[String(row.status)] ?? 'plain'}>{row.status === 'PartialQP' ? 'Partial QP' : String(row.status)}</Mark> },
              score: { unit: 'ratio' },
              threshold: { unit: 'ratio' },
              incentive_rate: { unit: 'ratio' },
              mips_excluded: { unit: 'text', label: 'Out of MIPS', show: (row) => (row.mips_excluded === 1 ? 'yes' : 'no') },
            },
          ),
          {
            name: 'why',
            unit: 'text',
            label: 'Why?',
            show: (row) => (
              <Button
                small
                className="why-button"
                aria-label={`Why? ${String(row.npi)}`}
                onClick={() => url.set({ npi: String(row.npi) })}
              >
                Why?
              </Button>
            ),
          },
        ]}
      />
      {shown && <Clinician entity={entity} year={year} from={from} npi={shown} onClose={() => url.set({ npi: null })} />}
      <WhatIf
        entity={entity}
        year={year}
        from={from}
        entities={from === 'run' ? [entity] : [...new Set(page.rows.map((row) => String(row.entity_id)).filter(Boolean))]}
        ticked={ticked}
        onClear={() => setTicked(new Set())}
      />
    </>
  );
}
