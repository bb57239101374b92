import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { api, ask, type JobView, type Problem, type RunView } from '../api/client';
import { isUnderWay, useAcos, useRun, useRuns } from '../api/queries';
import { day, moment, plural } from '../format/amounts';
import { useIsAtLeast } from '../session/Session';
import { useUrlState } from '../state/url';
import { Button, Choice } from './Controls';
import { JobProgress } from './JobProgress';
import { Empty, ProblemView, Skeleton } from './States';
import { Warnings } from './Warnings';

/** The run that a page shows: the one in the address, or the newest that is done for the ACO and the year. */
export function useShownRun() {
  const url = useUrlState();
  const runs = useRuns(url.aco, url.year);
  const done = (runs.data ?? []).filter(
    (run) => run.job.state === 'done' && (!url.asOf || !run.request.as_of || run.request.as_of === url.asOf),
  );
  const chosen = done.find((run) => run.job.id === url.get('run')) ?? done[0];
  const run = useRun(chosen?.job.id);
  return { runs, done, underWay: (runs.data ?? []).filter((one) => isUnderWay(one.job.state)), run };
}

/** Shows a page over the newest run, or says honestly that there is none and how to get one. */
export function WithRun({ children }: { children(run: RunView): ReactNode }) {
  const url = useUrlState();
  const acos = useAcos();
  const { runs, done, underWay, run } = useShownRun();
  if (acos.data?.length === 0) {
    return (
      <Empty title="There is no data yet" command="accountable claims import --cclf FOLDER --store STORE">
        <p>
          Import the files that CMS sends to your ACO: drop them on the page <a href={url.to('/imports')}>Imports</a>.
        </p>
      </Empty>
    );
  }
  if (runs.error) return <ProblemView problem={runs.error} again={() => void runs.refetch()} />;
  if (run.error) return <ProblemView problem={run.error} again={() => void run.refetch()} />;
  const waiting = underWay.map((one) => <JobProgress key={one.job.id} job={one.job} of="runs" onEnd={() => void runs.refetch()} />);
  if (runs.isPending || (done.length > 0 && !run.data)) return <Skeleton lines={6} chart />;
  if (!run.data) {
    return (
      <>
        {waiting}
        <Empty title={url.year ? `No run of ${url.year} yet` : 'No run yet'}>
          <p>A run takes the claims of the store and the law of the year to its results. Nothing is shown before one is done.</p>
          <RunStart />
        </Empty>
      </>
    );
  }
  return (
    <>
      {waiting}
      <RunLine run={run.data} done={done} />
      {children(run.data)}
      <RunNotes run={run.data} />
    </>
  );
}

/** Which run is shown, and how to make or choose another. */
function RunLine({ run, done }: { run: RunView; done: readonly RunView[] }) {
  const url = useUrlState();
  const [starting, setStarting] = useState(false);
  return (
    <div className="run-line">
      <p className="quiet">
        Performance year {run.request.performance_year}, run {moment(run.job.finished)} by {run.job.by ?? 'somebody'}
        {run.request.as_of && <>, as known on {day(run.request.as_of)}</>}, pipeline {run.report?.pipeline}.
      </p>
      {done.length > 1 && (
        <Choice
          inline
          label="Run"
          value={run.job.id}
          onChange={(value) => url.set({ run: value })}
          options={done.map((one) => [one.job.id, `${one.request.performance_year}, ${moment(one.job.finished)}`] as const)}
        />
      )}
      <Button small kind="quiet" aria-expanded={starting} onClick={() => setStarting(!starting)}>
        Run again
      </Button>
      {starting && <RunStart />}
    </div>
  );
}

/** Starts a run as a job; it goes on when the page is left. */
export function RunStart() {
  const url = useUrlState();
  const queries = useQueryClient();
  const acos = useAcos();
  const may = useIsAtLeast('analyst');
  const aco = acos.data?.find((one) => one.aco === url.aco);
  const [chosen, setChosen] = useState('');
  const [started, setStarted] = useState<JobView | null>(null);
  const year = chosen || String(url.year ?? aco?.last_year ?? '');
  const start = useMutation<JobView, Problem>({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/acos/{entity}/runs', {
          params: { path: { entity: url.aco! } },
          body: { performance_year: Number(year), as_of: url.asOf ?? null, window: null, seed: 1 },
        }),
      ),
    onSuccess: (job) => {
      setStarted(job);
      void queries.invalidateQueries({ queryKey: ['runs'] });
    },
  });
  const command = `accountable mssp run --store STORE --aco ${url.aco ?? 'ACO'} --year ${year || 'YEAR'} --out FOLDER`;
  const years: string[] = [];
  if (aco?.first_year && aco.last_year) for (let one = aco.last_year; one >= aco.first_year; one--) years.push(String(one));
  if (year && !years.includes(year)) years.unshift(year);
  return (
    <div className="job">
      {!may ? (
        <p>Your role may look but not run: ask an analyst.</p>
      ) : started ? (
        <JobProgress
          job={started}
          of="runs"
          onEnd={() => {
            setStarted(null);
            void queries.invalidateQueries({ queryKey: ['runs'] });
            void queries.invalidateQueries({ queryKey: ['overview'] });
          }}
        />
      ) : (
        <div className="controls">
          <Choice label="Year to run" value={year} onChange={setChosen} options={years.map((one) => [one, one] as const)} />
          <Button kind="solid" disabled={!url.aco || !year || start.isPending} onClick={() => start.mutate()}>
            Run {year}
          </Button>
        </div>
      )}
      {start.error && <ProblemView problem={start.error} />}
      <p className="quiet">
        On the command line: <code className="command">{command}</code>
      </p>
    </div>
  );
}

/** What a reader of the figures must know: warnings, and numbers of law that nobody verified. */
export function RunNotes({ run }: { run: RunView }) {
  const url = useUrlState();
  const warnings = run.report?.warnings ?? [];
  const unverified = run.report?.unverified ?? [];
  if (warnings.length + unverified.length === 0) return null;
  return (
    <section>
      <h2>Notes</h2>
      <Warnings warnings={warnings} />
      {unverified.length > 0 && (
        <details>
          <summary>Rests on {plural(unverified.length, 'number')} of law that nobody verified</summary>
          <ul className="plain">
            {unverified.map((id) => (
              <li key={id}>{/^[a-z_.]+$/.test(id) ? <a href={url.to('/rule', { id: id })}>{id}</a> : id}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** A part of a page that needs a table which this run does not have. */
export function NotInRun({ what, command }: { what: string; command: string }) {
  return (
    <Empty title={`This run has no ${what}`} command={command}>
      <p>The pipeline that made this run does not compute it. Nothing is shown in its place.</p>
    </Empty>
  );
}
