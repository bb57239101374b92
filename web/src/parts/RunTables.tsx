import { useState } from 'react';
import type { RunView } from '../api/client';
import { useRunTable } from '../api/queries';
import { plural } from '../format/amounts';
import { columnsOf, DataTable } from '../tables/DataTable';
import { Loaded } from './States';

/** Every table that a run left, to open and to take along; those about single people are on Assignment. */
export function RunTables({ run }: { run: RunView }) {
  const tables = run.tables.filter((table) => !table.person_level);
  return (
    <section>
      <h2>All tables of this run</h2>
      {tables.map((table) => (
        <One key={table.name} run={run} name={table.name} label={table.label} rows={table.rows} />
      ))}
    </section>
  );
}

function One({ run, name, label, rows }: { run: RunView; name: string; label: string; rows: number }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {label} <span className="quiet">({plural(rows, 'row')})</span>
      </summary>
      {open && <Opened run={run} name={name} label={label} />}
    </details>
  );
}

function Opened({ run, name, label }: { run: RunView; name: string; label: string }) {
  const table = useRunTable(run, name);
  return (
    <Loaded query={table}>
      {(page) => (
        <DataTable
          id={name}
          caption={label}
          rows={page.rows}
          total={page.total}
          columns={columnsOf(page.columns)}
          csv={`/api/v1/runs/${encodeURIComponent(run.job.id)}/tables/${encodeURIComponent(name)}?format=csv`}
        />
      )}
    </Loaded>
  );
}
