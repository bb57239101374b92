import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type JobView, type Problem, type TablePage } from '../../api/client';
import { isUnderWay } from '../../api/queries';
import { plural } from '../../format/amounts';
import { Button, Choice } from '../../parts/Controls';
import { JobProgress } from '../../parts/JobProgress';
import { Loaded, ProblemView } from '../../parts/States';
import { useIsAtLeast } from '../../session/Session';
import { useUrlState } from '../../state/url';
import { columnsOf } from '../../tables/DataTable';
import { SimpleTable } from '../../tables/SimpleTable';
import type { FactsFrom } from './figures';

interface Props {
  entity: string;
  year: number;
  from: FactsFrom;
  entities: readonly string[];
  /** NPI and entity of each ticked clinician, with a bar between. */
  ticked: ReadonlySet<string>;
  onClear(): void;
}

/** What would be if the ticked clinicians left or joined: a job, whose answer stays when the page is left. */
export function WhatIf({ entity, year, from: facts, entities, ticked, onClear }: Props) {
  const url = useUrlState();
  const queries = useQueryClient();
  const may = useIsAtLeast('analyst');
  const [to, setTo] = useState('');
  const [lift, setLift] = useState('');
  const start = useMutation<JobView, Problem>({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/qp/{entity}/what-ifs', {
          params: { path: { entity } },
          body: {
            performance_year: year,
            changes: [...ticked].map((key) => {
              const [npi, from] = key.split('|');
              return { npi: npi!, from: from || null, to: to && to !== from ? to : null };
            }),
            lift: lift ? [lift] : [],
            as_of: url.asOf ?? null,
            from: facts,
          },
        }),
      ),
    onSuccess: (job) => url.set({ 'what-if': job.id }),
  });
  const id = url.get('what-if');
  const answer = useQuery({
    queryKey: ['what-if', id],
    enabled: id !== '',
    retry: false,
    queryFn: () => ask(api.GET('/api/v1/what-ifs/{job}', { params: { path: { job: id } } })),
  });
  return (
    <section aria-label="What if">
      <h2>What if?</h2>
      {!may ? (
        <p className="quiet">Your role may look but not ask: ask an analyst.</p>
      ) : (
        <>
          <p>
            Tick clinicians above.{' '}
            {ticked.size > 0 ? <strong>{plural(ticked.size, 'clinician')} ticked.</strong> : 'None is ticked.'}
          </p>
          <div className="controls">
            <Choice
              label="They leave their entity and"
              value={to}
              onChange={setTo}
              options={[['', 'join none'], ...entities.map((one) => [one, `join ${one}`] as const)]}
            />
            <Choice
              label="Look for the fewest changes that lift"
              value={lift}
              onChange={setLift}
              options={[['', 'no entity'], ...entities.map((one) => [one, one] as const)]}
            />
            <Button kind="solid" disabled={(ticked.size === 0 && !lift) || start.isPending} onClick={() => start.mutate()}>
              What if?
            </Button>
            <Button disabled={ticked.size === 0} onClick={onClear}>
              Untick all
            </Button>
          </div>
          {start.error && <ProblemView problem={start.error} />}
        </>
      )}
      {id && (
        <Loaded query={answer} lines={4}>
          {(found) =>
            isUnderWay(found.job.state) || found.job.state !== 'done' ? (
              <JobProgress
                job={found.job}
                of="what-ifs"
                onEnd={() => void queries.invalidateQueries({ queryKey: ['what-if', id] })}
              />
            ) : (
              <div className="job" data-testid="what-if-answer">
                <p className="answer">
                  {(found.statuses?.rows.length ?? 0) === 0
                    ? "Nobody's status changes."
                    : `The status of ${plural(found.statuses!.rows.length, 'clinician')} changes.`}{' '}
                  <span className="quiet">{found.job.title}.</span>
                </p>
                <Part title="Scores before and after" page={found.scores as TablePage | null} />
                <Part title="Clinicians whose status changes" page={found.statuses as TablePage | null} />
                <Part title="The fewest changes that lift an entity" page={found.smallest as TablePage | null} />
              </div>
            )
          }
        </Loaded>
      )}
    </section>
  );
}

const SHARES = ['score_before', 'score_after', 'qp_threshold', 'partial_threshold', 'score'];

function Part({ title, page }: { title: string; page: TablePage | null }) {
  if (!page || page.rows.length === 0) return null;
  const own = Object.fromEntries(SHARES.map((name) => [name, { unit: 'ratio' as const }]));
  return (
    <>
      <h3>{title}</h3>
      <SimpleTable caption={title} rows={page.rows} columns={columnsOf(page.columns, { ...own, entity_id: { label: 'Entity' } })} />
    </>
  );
}
