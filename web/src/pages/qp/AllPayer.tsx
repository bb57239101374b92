import { useQuery } from '@tanstack/react-query';
import { api, askTable } from '../../api/client';
import { MOST_ROWS } from '../../api/queries';
import { Loaded } from '../../parts/States';
import { useUrlState } from '../../state/url';
import { columnsOf } from '../../tables/DataTable';
import { SimpleTable } from '../../tables/SimpleTable';
import type { FactsFrom } from './figures';

/** The All-Payer Combination Option: scores of Medicare and other payers together, or what to supply for them. */
export function AllPayer({ entity, year, from }: { entity: string; year: number; from: FactsFrom }) {
  const url = useUrlState();
  const tested = useQuery({
    queryKey: ['all-payer', entity, year, from, url.asOf],
    queryFn: () =>
      askTable(
        api.GET('/api/v1/qp/{entity}/all-payer', {
          params: { path: { entity }, query: { year, from, limit: MOST_ROWS, ...(url.asOf ? { as_of: url.asOf } : {}) } },
        }),
      ),
  });
  return (
    <section aria-label="All-Payer Combination Option">
      <h2>All-Payer Combination Option</h2>
      <Loaded query={tested} lines={3}>
        {(page) =>
          page.rows.length === 0 ? (
            <p>
              No payments of other payers are known, so only Medicare&apos;s were tested. Supply <code>payers.csv</code>,{' '}
              <code>other_payers.csv</code> and a document for each arrangement in a folder of QP facts (docs/reference/qpp-facts.md),
              and name it: <code className="command">accountable serve --store STORE --qp-facts {entity}=FOLDER</code>
            </p>
          ) : (
            <SimpleTable
              caption="Scores of all payers"
              rows={page.rows}
              columns={columnsOf(page.columns, {
                score: { unit: 'ratio' },
                partial_threshold: { unit: 'ratio' },
                qp_threshold: { unit: 'ratio' },
                medicare_minimum: { label: 'Medicare minimum met' },
              })}
            />
          )
        }
      </Loaded>
    </section>
  );
}

