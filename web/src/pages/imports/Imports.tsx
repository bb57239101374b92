import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { api, ask, askTable, type TablePage } from '../../api/client';
import { isUnderWay, MOST_ROWS } from '../../api/queries';
import { day, moment, number, plural, words } from '../../format/amounts';
import { Button, Mark } from '../../parts/Controls';
import { JobProgress } from '../../parts/JobProgress';
import { Page } from '../../parts/Page';
import { Empty, Loaded } from '../../parts/States';
import { useIsAtLeast } from '../../session/Session';
import { useUrlState } from '../../state/url';
import { columnsOf, DataTable } from '../../tables/DataTable';
import { SimpleTable } from '../../tables/SimpleTable';
import { Drop } from './Drop';
import { ImportResult } from './ImportResult';
import { Months } from './Months';

const TOTALS: Record<string, 'good' | 'fair' | 'plain'> = { matched: 'good', accepted: 'fair', none: 'plain' };

export default function Imports() {
  const url = useUrlState();
  const queries = useQueryClient();
  const may = useIsAtLeast('analyst');
  const imports = useQuery({
    queryKey: ['imports'],
    queryFn: () => ask(api.GET('/api/v1/imports')),
    refetchInterval: (query) => (query.state.data?.some((job) => isUnderWay(job.state)) ? 3000 : false),
  });

  function refresh() {
    for (const key of ['imports', 'import', 'acos', 'files', 'months', 'checks', 'overview', 'findings'])
      void queries.invalidateQueries({ queryKey: [key] });
  }

  const underWay = imports.data?.filter((job) => isUnderWay(job.state)) ?? [];
  const over = imports.data?.filter((job) => !isUnderWay(job.state)) ?? [];
  const opened = url.get('import') || over[0]?.id;

  // The list may say that an import is over before its events do: what rests on the data is asked anew either way.
  const newest = over[0]?.id;
  useEffect(() => {
    if (newest === undefined) return;
    for (const key of ['acos', 'files', 'months', 'checks', 'overview', 'findings'])
      void queries.invalidateQueries({ queryKey: [key] });
  }, [newest, queries]);
  return (
    <Page name="Imports" question="Is the data whole?">
      {url.aco && <Answer aco={url.aco} />}
      {may ? (
        <Drop
          onStarted={(job) => {
            url.set({ import: job.id });
            refresh();
          }}
        />
      ) : (
        <p className="quiet">Your role may look but not import: ask an analyst.</p>
      )}
      <p>
        What runs take beside the claims, such as the factors of CMS and the quality score, is on{' '}
        <Link to={url.to('/settings')}>Settings of runs</Link>.
      </p>
      {underWay.map((job) => (
        <JobProgress key={job.id} job={job} of="imports" onEnd={refresh} />
      ))}
      {over.some((job) => job.id === opened) && <ImportResult job={opened!} />}
      {url.aco && <Checks aco={url.aco} />}
      {url.aco && <Files aco={url.aco} />}
      {over.length > 0 && (
        <section>
          <h2>Imports so far</h2>
          <SimpleTable
            caption="Imports so far"
            rows={over.slice(0, 20).map((job) => ({ ...job }))}
            columns={[
              { name: 'title', unit: 'text', label: 'What' },
              { name: 'state', unit: 'text' },
              { name: 'finished', unit: 'text', show: (row) => moment(row.finished as string) },
              { name: 'by', unit: 'text' },
              {
                name: 'id',
                unit: 'text',
                label: 'Result',
                show: (row) => (
                  <Button
                    small
                    onClick={() => url.set({ import: String(row.id) })}
                    aria-label={`Show the result of ${String(row.title)}`}
                  >
                    Show
                  </Button>
                ),
              },
            ]}
          />
        </section>
      )}
      {!url.aco && imports.data?.length === 0 && (
        <Empty title="Nothing was imported yet" command="accountable claims import --cclf FOLDER --store STORE">
          <p>Drop the zips that CMS sends, as they are: each delivery comes in whole or not at all.</p>
        </Empty>
      )}
    </Page>
  );
}

function useFiles(aco: string) {
  return useQuery({
    queryKey: ['files', aco],
    queryFn: () =>
      askTable(api.GET('/api/v1/acos/{entity}/files', { params: { path: { entity: aco }, query: { limit: MOST_ROWS } } })),
  });
}

function sum(page: TablePage, name: string): number {
  return page.rows.reduce((total, row) => total + Number(row[name] ?? 0), 0);
}

function Answer({ aco }: { aco: string }) {
  const files = useFiles(aco);
  if (!files.data) return null;
  const read = sum(files.data, 'rows_read');
  const refused = sum(files.data, 'rows_refused');
  const accepted = files.data.rows.filter((row) => row.control_total === 'accepted').length;
  return (
    <div className="answer">
      <p>
        {aco}: {plural(files.data.total, 'file')} with {number(read)} rows; {number(sum(files.data, 'rows_loaded'))} loaded and{' '}
        {refused === 0 ? 'none refused' : `${number(refused)} refused`}.{' '}
        {accepted === 0 ? 'No control total differs.' : `${plural(accepted, 'control total')} differed and were accepted.`}
      </p>
    </div>
  );
}

function Files({ aco }: { aco: string }) {
  const files = useFiles(aco);
  return (
    <Loaded query={files}>
      {(page) =>
        page.rows.length === 0 ? null : (
          <DataTable
            id="files"
            caption="Files and control totals"
            rows={page.rows}
            total={page.total}
            narrow={['file', 'rows_loaded', 'control_total']}
            csv={`/api/v1/acos/${encodeURIComponent(aco)}/files?format=csv`}
            columns={columnsOf(
              page.columns.filter((column) => column.name !== 'sha256'),
              {
                day: { show: (row) => (row.day ? day(String(row.day)) : '–') },
                control_total: {
                  show: (row) => <Mark kind={TOTALS[String(row.control_total)] ?? 'plain'}>{String(row.control_total)}</Mark>,
                },
              },
            )}
          />
        )
      }
    </Loaded>
  );
}

/** What an analyst looks at first: received months, and the checks beside it. */
function Checks({ aco }: { aco: string }) {
  const checks = useQuery({
    queryKey: ['checks', aco],
    queryFn: () => ask(api.GET('/api/v1/acos/{entity}/checks', { params: { path: { entity: aco } } })),
  });
  return (
    <Loaded query={checks} lines={6} chart>
      {(sections) => (
        <>
          <Months aco={aco} />
          <section>
            <h2>Checks</h2>
            {sections
              .filter((section) => section.name !== 'claims_by_month')
              .map((section) => {
                const page = section.table as unknown as TablePage;
                return (
                  <details key={section.name}>
                    <summary>
                      {section.title} <span className="quiet">({plural(page.total, 'row')})</span>
                    </summary>
                    <p className="quiet">{section.sentence}</p>
                    <SimpleTable
                      caption={section.title}
                      rows={page.rows}
                      columns={columnsOf(
                        page.columns.filter((column) => column.name !== 'aco'),
                        {
                          service: { show: (row) => words(String(row.service)) },
                          measure: { show: (row) => words(String(row.measure)) },
                          enrollment_type: { show: (row) => words(String(row.enrollment_type)) },
                        },
                      )}
                    />
                  </details>
                );
              })}
          </section>
        </>
      )}
    </Loaded>
  );
}
