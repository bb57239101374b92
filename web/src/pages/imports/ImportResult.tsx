import { useQuery } from '@tanstack/react-query';
import { api, ask, type TablePage } from '../../api/client';
import { plural } from '../../format/amounts';
import { Note } from '../../parts/Controls';
import { FindingsTable } from '../../parts/FindingsTable';
import { Loaded } from '../../parts/States';
import { columnsOf, DataTable } from '../../tables/DataTable';

/** What one import did: file by file, and what it found. */
export function ImportResult({ job }: { job: string }) {
  const result = useQuery({
    queryKey: ['import', job],
    queryFn: () => ask(api.GET('/api/v1/imports/{job}', { params: { path: { job } } })),
  });
  return (
    <Loaded query={result}>
      {({ job: about, report }) => (
        <section aria-label={`Result of ${about.title}`}>
          <Note
            level="2"
            kind={about.state === 'failed' ? 'error' : report?.refused || about.state !== 'done' ? 'warning' : 'good'}
            title={`${about.title}: ${about.state === 'done' ? (report?.refused ? 'done, with something refused' : 'done') : about.state}`}
          >
            {about.error && <p>{about.error}</p>}
            {about.error_report && (
              <p>
                Report <code>{about.error_report}</code>
              </p>
            )}
            {report && (
              <p>
                {plural(report.files.rows.length, 'line')} in the account of the files; {plural(report.findings.length, 'finding')}.
              </p>
            )}
          </Note>
          {report && report.findings.length > 0 && (
            <FindingsTable id="import-findings" caption="Findings of this import" findings={report.findings} />
          )}
          {report && (
            <details>
              <summary>File by file</summary>
              <DataTable
                id="import-files"
                caption="Files of this import"
                rows={(report.files as unknown as TablePage).rows}
                columns={columnsOf(report.files.columns)}
              />
            </details>
          )}
        </section>
      )}
    </Loaded>
  );
}
