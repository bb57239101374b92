import { useQuery } from '@tanstack/react-query';
import { api, askTable } from '../../api/client';
import { MOST_ROWS } from '../../api/queries';
import { Mark } from '../../parts/Controls';
import { Loaded } from '../../parts/States';
import { columnsOf, DataTable } from '../../tables/DataTable';

const KINDS: Record<string, 'good' | 'fair' | 'poor' | 'plain'> = { done: 'good', partial: 'fair', assumed: 'fair', out: 'poor' };

/** Programme, years and section: done, partial, assumed or out. */
export function Coverage() {
  const coverage = useQuery({
    queryKey: ['coverage'],
    staleTime: Infinity,
    queryFn: () => askTable(api.GET('/api/v1/rules/coverage', { params: { query: { limit: MOST_ROWS } } })),
  });
  return (
    <Loaded query={coverage} lines={10}>
      {(page) => (
        <>
          <div className="answer">
            <p>
              {(['done', 'partial', 'assumed', 'out'] as const)
                .map((status) => `${page.rows.filter((row) => row.status === status).length} ${status}`)
                .join(', ')}
              , of {page.total} sections.
            </p>
          </div>
          <DataTable
            id="coverage"
            caption="What is built of each section"
            rows={page.rows}
            narrow={['section', 'what', 'status']}
            csv="/api/v1/rules/coverage?format=csv"
            columns={columnsOf(page.columns, {
              status: { show: (row) => <Mark kind={KINDS[String(row.status)] ?? 'plain'}>{String(row.status)}</Mark> },
            })}
          />
        </>
      )}
    </Loaded>
  );
}
