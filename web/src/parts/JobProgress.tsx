import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, ask, type JobView, type Problem } from '../api/client';
import { isUnderWay } from '../api/queries';
import { number } from '../format/amounts';
import { Button, Note } from './Controls';

export type JobArea = 'runs' | 'imports' | 'what-ifs';

/** A job as the server tells of it while it goes on. The events stop when it ends; a broken line is taken up again by the browser. */
export function useJobEvents(start: JobView, of: JobArea, onEnd?: (job: JobView) => void): JobView {
  const [job, setJob] = useState(start);
  const end = useRef(onEnd);
  useEffect(() => {
    end.current = onEnd;
  });
  useEffect(() => {
    if (!isUnderWay(start.state)) return;
    const events = new EventSource(`/api/v1/${of}/${encodeURIComponent(start.id)}/events`);
    function take(event: MessageEvent<string>) {
      const next = JSON.parse(event.data) as JobView;
      setJob(next);
      if (!isUnderWay(next.state)) {
        events.close();
        end.current?.(next);
      }
    }
    events.onmessage = take;
    for (const name of ['progress', 'finished']) events.addEventListener(name, take as EventListener);
    return () => events.close();
  }, [start.id, start.state, of]);
  return job;
}

/** Progress with counts and a way to stop it; the result is kept when the page is left. */
export function JobProgress({ job: start, of, onEnd }: { job: JobView; of: JobArea; onEnd?(job: JobView): void }) {
  const job = useJobEvents(start, of, onEnd);
  const stop = useMutation<unknown, Problem>({
    mutationFn: () => {
      const params = { params: { path: { job: job.id } } };
      return of === 'runs'
        ? ask(api.DELETE('/api/v1/runs/{job}', params))
        : of === 'imports'
          ? ask(api.DELETE('/api/v1/imports/{job}', params))
          : ask(api.DELETE('/api/v1/what-ifs/{job}', params));
    },
  });
  if (job.state === 'failed' || job.state === 'cancelled' || job.state === 'interrupted') {
    return (
      <Note kind={job.state === 'failed' ? 'error' : 'warning'} title={`${job.title}: ${job.state}`}>
        {job.error && <p>{job.error}</p>}
        {job.state === 'interrupted' && <p>The server ended before it was done. What was there before is as it was.</p>}
        {job.error_report && (
          <p>
            Report <code>{job.error_report}</code>: give it to whoever keeps the server.
          </p>
        )}
      </Note>
    );
  }
  if (job.state === 'done') return <Note kind="good" title={`${job.title}: done`} />;
  const known = job.total > 0;
  return (
    <div className="job progress">
      <p>
        <strong>{job.title}</strong> {job.state === 'queued' ? 'waits for its turn' : job.step}
      </p>
      <progress aria-label={job.title} max={known ? job.total : undefined} value={known ? job.done : undefined} />
      <p className="quiet" role="status">
        {known ? `${number(job.done, 0)} of ${number(job.total, 0)}` : job.done > 0 ? number(job.done, 0) : ''} It goes on when you
        leave this page.
      </p>
      <Button small disabled={stop.isPending || stop.isSuccess} onClick={() => stop.mutate()}>
        {stop.isSuccess ? 'Stopping…' : 'Stop'}
      </Button>
      {stop.error && <p>{stop.error.message}</p>}
    </div>
  );
}
