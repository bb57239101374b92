import { useQuery } from '@tanstack/react-query';
import { api, ask, askTable } from '../../api/client';
import { MOST_ROWS, useRunTable } from '../../api/queries';
import { day, words } from '../../format/amounts';
import { Button } from '../../parts/Controls';
import { Page } from '../../parts/Page';
import { useShownRun, WithRun } from '../../parts/Runs';
import { Empty, Loaded } from '../../parts/States';
import { useUrlState } from '../../state/url';
import { columnsOf, DataTable } from '../../tables/DataTable';
import { Episodes } from './Episodes';

export default function Bundles() {
  const url = useUrlState();
  const { run } = useShownRun();
  const episodes = useRunTable(run.data, 'episodes');
  const models = useQuery({
    queryKey: ['episode-models'],
    staleTime: Infinity,
    queryFn: () => askTable(api.GET('/api/v1/episode-models', { params: { query: { limit: MOST_ROWS } } })),
  });
  const shown = url.get('model');
  return (
    <Page name="Bundles" question="Where do episodes win or lose?">
      <WithRun>
        {(one) =>
          one.tables.some((table) => table.name === 'episodes') ? (
            <Loaded query={episodes} lines={6} chart>
              {(page) => <Episodes run={one} page={page} />}
            </Loaded>
          ) : (
            <Empty title="This run has no episodes" command="accountable episodes build --help">
              {(one.report?.warnings ?? [])
                .filter((warning) => warning.severity === 'missing' && warning.what.startsWith('episodes'))
                .map((warning) => (
                  <p key={warning.what}>
                    {warning.what}. {warning.do}.
                  </p>
                ))}
              <p>Episodes are built from the claims of a run under the models whose periods hold its year; they are listed below.</p>
            </Empty>
          )
        }
      </WithRun>
      <Loaded query={models} lines={6}>
        {(page) => (
          <DataTable
            id="models"
            caption="Episode models in the rule book"
            rows={page.rows}
            narrow={['name', 'from', 'open']}
            columns={[
              ...columnsOf(page.columns, {
                unit: {
                  show: (row) =>
                    words(
                      String(row.unit)
                        .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
                        .toLowerCase(),
                    ),
                },
                from: { show: (row) => day(String(row.from)) },
                to: { show: (row) => day(String(row.to)) },
                figures: { label: 'Numbers of law' },
                unverified: { label: 'Not verified' },
              }),
              {
                name: 'open',
                unit: 'text',
                label: 'Terms',
                show: (row) => (
                  <Button small aria-label={`Terms of ${String(row.name)}`} onClick={() => url.set({ model: String(row.model) })}>
                    Terms
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {shown && <Model id={shown} onClose={() => url.set({ model: null })} />}
    </Page>
  );
}

function Model({ id, onClose }: { id: string; onClose(): void }) {
  const model = useQuery({
    queryKey: ['episode-model', id],
    staleTime: Infinity,
    queryFn: () => ask(api.GET('/api/v1/episode-models/{id}', { params: { path: { id } } })),
  });
  return (
    <section aria-label="Terms of a model">
      <Loaded query={model} lines={8}>
        {(found) => (
          <>
            <h2>
              {found.name}{' '}
              <Button small onClick={onClose}>
                Close
              </Button>
            </h2>
            <p className="quiet">
              {found.citation}. Version {found.version}, <code>{found.hash.slice(0, 12)}</code>.
            </p>
            {found.note && <p>{found.note}</p>}
            <pre className="outline" tabIndex={0}>
              {found.page}
            </pre>
          </>
        )}
      </Loaded>
    </section>
  );
}
