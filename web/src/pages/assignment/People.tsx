import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, askTable, type RunView } from '../../api/client';
import { MOST_ROWS } from '../../api/queries';
import { plural, words } from '../../format/amounts';
import { Button, Choice } from '../../parts/Controls';
import { Loaded } from '../../parts/States';
import { columnsOf, DataTable } from '../../tables/DataTable';

/** People one by one, for whom that was granted: nothing is read before it is asked for, and each read is in the audit log. */
export function People({ run }: { run: RunView }) {
  const tables = run.tables.filter((table) => table.person_level && table.columns.some((one) => one.name === 'person_id'));
  const [name, setName] = useState('');
  const [person, setPerson] = useState<string | null>(null);
  const people = useQuery({
    queryKey: ['people', run.job.id, name],
    enabled: name !== '',
    queryFn: () =>
      askTable(
        api.POST('/api/v1/runs/{job}/people/{name}', {
          params: { path: { job: run.job.id, name } },
          body: { offset: 0, limit: MOST_ROWS },
        }),
      ),
  });
  if (tables.length === 0) return null;
  return (
    <section>
      <h2>People one by one</h2>
      <p className="quiet">Each look is written to the audit log with your name.</p>
      <Choice
        label="Show"
        value={name}
        onChange={setName}
        options={[['', 'nobody'], ...tables.map((table) => [table.name, `${table.label} (${plural(table.rows, 'row')})`] as const)]}
      />
      {name && (
        <Loaded query={people} lines={6}>
          {(page) => (
            <DataTable
              id="people"
              local
              caption={tables.find((table) => table.name === name)?.label ?? name}
              rows={page.rows}
              total={page.total}
              columns={[
                ...columnsOf(page.columns, {
                  step: { show: (row) => words(String(row.step)) },
                  reason: { show: (row) => words(String(row.reason)) },
                }),
                {
                  name: 'claims',
                  unit: 'text',
                  show: (row) => (
                    <Button
                      small
                      aria-label={`Claims of ${String(row.person_id)}`}
                      onClick={() => setPerson(String(row.person_id))}
                    >
                      Claims
                    </Button>
                  ),
                },
              ]}
            />
          )}
        </Loaded>
      )}
      {person && <Claims run={run} person={person} onClose={() => setPerson(null)} />}
    </section>
  );
}

/** The claims of one person in the performance year. The person is named in the body, never in the address. */
function Claims({ run, person, onClose }: { run: RunView; person: string; onClose(): void }) {
  const claims = useQuery({
    queryKey: ['claim-lines', run.request.aco, run.request.performance_year, person],
    queryFn: () =>
      askTable(
        api.POST('/api/v1/acos/{entity}/claim-lines', {
          params: { path: { entity: run.request.aco } },
          body: { person_id: person, year: run.request.performance_year },
        }),
      ),
  });
  return (
    <section aria-label="Claims of one person">
      <h3>
        Claims of {person}, {run.request.performance_year}{' '}
        <Button small onClick={onClose}>
          Close
        </Button>
      </h3>
      <Loaded query={claims} lines={5}>
        {(page) => (
          <DataTable
            id="claims"
            local
            caption="Claims"
            rows={page.rows}
            total={page.total}
            columns={columnsOf(page.columns)}
            narrow={['service', 'service_day', 'paid']}
          />
        )}
      </Loaded>
    </section>
  );
}
