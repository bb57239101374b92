import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type DragEvent } from 'react';
import type { JobView, Problem } from '../../api/client';
import { useAcos } from '../../api/queries';
import { plural } from '../../format/amounts';
import { Button, Choice, Field } from '../../parts/Controls';
import { ProblemView } from '../../parts/States';
import { chosen, dropped, upload, type Taken } from '../../parts/upload';
import { dayOf, useUrlState } from '../../state/url';

const SOURCES: readonly (readonly [string, string])[] = [
  ['', 'Recognise it by the names'],
  ['cms', "CMS's files: CCLF, reports, lists"],
  ['fhir', 'FHIR: exports of BCDA (NDJSON)'],
  ['rif', 'RIF of the Chronic Conditions Warehouse'],
  ['mapped', 'CSV or Parquet with a mapping document'],
];

/** Where files and zips are dropped or chosen. They go to the server as they are, with how far they are. */
export function Drop({ onStarted }: { onStarted(job: JobView): void }) {
  const url = useUrlState();
  const acos = useAcos();
  const [over, setOver] = useState(false);
  const [part, setPart] = useState(0);
  const [acceptCounts, setAcceptCounts] = useState(false);
  const [source, setSource] = useState('');
  const [aco, setAco] = useState('');
  const [day, setDay] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController | null>(null);
  const send = useMutation<JobView | null, Problem, readonly Taken[]>({
    mutationFn: (files) => {
      stop.current = new AbortController();
      setPart(0);
      const query = new URLSearchParams();
      if (acceptCounts) query.set('accept_counts', 'true');
      if (source) query.set('source', source);
      if (aco) query.set('aco', aco);
      if (dayOf(day)) query.set('day', day);
      const address = query.size > 0 ? `/api/v1/imports?${query}` : '/api/v1/imports';
      return upload(address, files, setPart, stop.current.signal) as Promise<JobView | null>;
    },
    onSuccess: (job) => job && onStarted(job),
  });
  const give = (files: readonly Taken[]) => files.length > 0 && send.mutate(files);

  return (
    <section
      className={over ? 'drop drop--over' : 'drop'}
      aria-label="Import files"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        void dropped(event.dataTransfer).then(give);
      }}
    >
      {send.isPending ? (
        <div className="progress">
          <p role="status">
            Sends {plural(send.variables.length, 'file')}: {Math.round(part * 100)}%
          </p>
          <progress aria-label="Upload" max={1} value={part} />
          <Button small onClick={() => stop.current?.abort()}>
            Stop
          </Button>
        </div>
      ) : (
        <>
          <p>
            <strong>Drop files, folders or zips here</strong>, with the names that CMS gave them.
          </p>
          <p>
            <Button onClick={() => input.current?.click()}>Choose files</Button>
            <input
              ref={input}
              type="file"
              multiple
              hidden
              aria-label="Files to import"
              onChange={(event) => {
                give(chosen(event.target));
                event.target.value = '';
              }}
            />
          </p>
          <label className="quiet">
            <input type="checkbox" checked={acceptCounts} onChange={(event) => setAcceptCounts(event.target.checked)} /> Take
            deliveries that differ from their control totals, or have none
          </label>
          <details className="drop__more">
            <summary>FHIR, RIF and files of other layouts</summary>
            <div className="controls">
              <Choice label="What it is" value={source} onChange={setSource} options={SOURCES} />
              <Field
                label="Whose claims, where they do not say"
                value={aco}
                onChange={(value) => setAco(value.trim())}
                list={[...new Set([...(url.aco ? [url.aco] : []), ...(acos.data ?? []).map((one) => one.aco)])]}
                placeholder="A1234"
              />
              <Field label="Day they were made" type="date" value={day} onChange={setDay} />
            </div>
            <p className="quiet">
              An export of BCDA in a folder named after its ACO says whose it is. With CSV or Parquet of another layout drop the mapping
              document (.yaml) as well.
            </p>
          </details>
        </>
      )}
      {send.error && <ProblemView problem={send.error} />}
    </section>
  );
}
