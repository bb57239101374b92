import { useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../../api/client';
import { amount, plural, words } from '../../format/amounts';
import { Loaded } from '../../parts/States';
import { SimpleTable } from '../../tables/SimpleTable';

type Change = Schemas['CellChange'];

const SHOWN = 5;

/** How far a cell moved against what it was: a thing that was not there before moved most. */
function moved(change: Change): number {
  const [before, after] = [change.before ?? 0, change.after ?? 0];
  return Math.abs(after - before) / Math.max(Math.abs(before), Math.abs(after), 1e-9);
}

/** What is not the same as in the run before: the cells that moved most, largest first. */
export function Changes({ before, after }: { before: string; after: string }) {
  const differences = useQuery({
    queryKey: ['differences', before, after],
    staleTime: Infinity,
    queryFn: () => ask(api.GET('/api/v1/runs/{job}/differences/{other}', { params: { path: { job: before, other: after } } })),
  });
  return (
    <section>
      <h2>What changed since the run before?</h2>
      <Loaded query={differences} lines={3}>
        {(found) => {
          if (found.cells.length + found.derivations.length === 0) return <p>Nothing: every table of both runs is the same.</p>;
          const rows = [...found.cells]
            .sort((left, right) => moved(right) - moved(left))
            .slice(0, SHOWN)
            .map((one) => ({
              table: words(one.table),
              where: Object.values(one.row)
                .filter(Boolean)
                .map((text) => words(String(text)))
                .join(', '),
              column: words(one.column),
              before: amount(one.before, one.unit),
              after: amount(one.after, one.unit),
            }));
          return (
            <>
              <p className="quiet">
                {plural(found.cells.length, 'cell')} of the tables and {plural(found.derivations.length, 'number')} of the
                derivations are not the same. Those that moved most:
              </p>
              <SimpleTable
                caption="What changed since the run before"
                rows={rows}
                columns={[
                  { name: 'table', unit: 'text' },
                  { name: 'where', unit: 'text' },
                  { name: 'column', unit: 'text' },
                  { name: 'before', unit: 'number' },
                  { name: 'after', unit: 'number' },
                ]}
              />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
