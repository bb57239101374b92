import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, askTable, type RunView } from '../api/client';
import { MOST_ROWS } from '../api/queries';
import { plural } from '../format/amounts';
import { columnsOf, DataTable } from '../tables/DataTable';
import type { Column } from '../tables/SimpleTable';
import { Button } from './Controls';
import { Loaded } from './States';

interface Props {
  run: RunView;
  name: string;
  narrow?: readonly string[];
  own?: Readonly<Record<string, Partial<Column>>>;
}

/** A table of single people, for whom that was granted: nothing is read before it is asked for, and each read is in the audit log. */
export function PersonRows({ run, name, narrow, own }: Props) {
  const [asked, setAsked] = useState(false);
  const table = run.tables.find((one) => one.name === name && one.person_level);
  const rows = useQuery({
    queryKey: ['people', run.job.id, name],
    enabled: asked,
    queryFn: () =>
      askTable(
        api.POST('/api/v1/runs/{job}/people/{name}', {
          params: { path: { job: run.job.id, name } },
          body: { offset: 0, limit: MOST_ROWS },
        }),
      ),
  });
  if (!table) return <p className="quiet">Single people are shown to those who were granted them.</p>;
  if (!asked) {
    return (
      <p>
        <Button small onClick={() => setAsked(true)}>
          {table.label} ({plural(table.rows, 'row')})
        </Button>{' '}
        <span className="quiet">Each look is written to the audit log with your name.</span>
      </p>
    );
  }
  return (
    <Loaded query={rows} lines={6}>
      {(page) => (
        <DataTable
          id={name}
          caption={table.label}
          rows={page.rows}
          total={page.total}
          narrow={narrow}
          columns={columnsOf(page.columns, own)}
        />
      )}
    </Loaded>
  );
}
