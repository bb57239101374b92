import type { RunView } from '../../api/client';
import { useRunTable } from '../../api/queries';
import { percent } from '../../format/amounts';
import { Choice } from '../../parts/Controls';
import { Loaded } from '../../parts/States';
import { useUrlState } from '../../state/url';
import { columnsOf, DataTable } from '../../tables/DataTable';

/** What moves the score: each TIN or clinician with their dollars and people, those that move it most first. */
export function Drivers({ run }: { run: RunView }) {
  const url = useUrlState();
  const drivers = useRunTable(run, 'qp-drivers');
  const by = url.get('by') === 'clinician' ? 'clinician' : 'tin';
  if (!run.tables.some((table) => table.name === 'qp-drivers')) return null;
  return (
    <Loaded query={drivers} lines={6}>
      {(page) => (
        <DataTable
          id="drivers"
          caption="What moves the score"
          rows={page.rows.filter((row) => row.by === by)}
          narrow={[by === 'tin' ? 'tin' : 'npi', 'moves', 'eligible_payments']}
          csv={`/api/v1/runs/${encodeURIComponent(run.job.id)}/tables/qp-drivers?format=csv`}
          columns={columnsOf(
            page.columns.filter((column) => !['by', by === 'tin' ? 'npi' : 'tin'].includes(column.name)),
            {
              entity_id: { label: 'Entity' },
              tin: { label: 'TIN or CCN' },
              eligible_payments: { label: 'Eligible ($)' },
              attributed_payments: { label: 'Attributed ($)' },
              people: { label: 'Eligible patients', unit: 'count' },
              attributed_people: { label: 'Attributed patients', unit: 'count' },
              moves: {
                label: 'Moves the payment score by',
                unit: 'ratio',
                show: (row) => (typeof row.moves === 'number' ? signed(row.moves) : String(row.moves ?? '–')),
              },
            },
          )}
        >
          <Choice
            inline
            label="By"
            value={by}
            onChange={(value) => url.set({ by: value })}
            options={[
              ['tin', 'TIN'],
              ['clinician', 'clinician'],
            ]}
          />
          <p className="quiet">
            The move is the payment score less the score that the entity would have without them. Dollars of all TINs add up to the
            entity&apos;s; a patient whom two of them serve counts with both.
          </p>
        </DataTable>
      )}
    </Loaded>
  );
}

function signed(share: number): string {
  return `${share > 0 ? '+' : ''}${percent(share, 2)}`;
}
