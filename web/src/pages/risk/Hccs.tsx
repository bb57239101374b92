import type { RunView } from '../../api/client';
import { useRunTable } from '../../api/queries';
import { number, percent } from '../../format/amounts';
import { PersonRows } from '../../parts/PersonRows';
import { Loaded } from '../../parts/States';
import { Term } from '../../parts/Term';
import { columnsOf, DataTable } from '../../tables/DataTable';
import { share } from './figures';

/** How common each HCC is this year and last, and which were not coded again. */
export function Hccs({ run }: { run: RunView }) {
  const hccs = useRunTable(run, 'hcc-prevalence');
  const gaps = useRunTable(run, 'gaps');
  if (!run.tables.some((table) => table.name === 'hcc-prevalence')) return null;
  return (
    <Loaded query={hccs} lines={6}>
      {(page) => {
        const year = page.rows.map((row) => row.diagnoses_of).find((one) => typeof one === 'number') as number | undefined;
        const [now, last] = year ? [String(year), String(year - 1)] : ['this year', 'the year before'];
        return (
          <>
            <DataTable
              id="hccs"
              caption="How common each HCC is"
              rows={page.rows}
              narrow={['hcc', 'people', 'share']}
              csv={csv(run, 'hcc-prevalence')}
              columns={[
                ...columnsOf(page.columns.filter((column) => !['diagnoses_of', 'scored'].includes(column.name)), {
                  people: { label: `People, diagnoses of ${now}`, unit: 'count' },
                  before_people: { label: `People, diagnoses of ${last}`, unit: 'count' },
                }),
                {
                  name: 'share',
                  unit: 'percent',
                  label: `Share of people, ${now}`,
                  show: (row) => shown(share(row.people, row.scored)),
                },
              ]}
            >
              <p className="quiet">
                Assigned people with a diagnosis of the <Term term="HCC">HCC</Term> after hierarchies; both years by the models of one
                year, so that a change of models is no change of people. People with end-stage renal disease have models of their own
                and are left out.
              </p>
            </DataTable>
            <Loaded query={gaps} lines={4}>
              {(found) =>
                found.rows.length === 0 ? (
                  <p>Every HCC of {last} was coded again in {now}.</p>
                ) : (
                  <>
                    <DataTable
                      id="gaps"
                      caption="HCCs that were not coded again"
                      rows={found.rows}
                      narrow={['hcc', 'people', 'before_people']}
                      csv={csv(run, 'gaps')}
                      columns={columnsOf(found.columns.filter((column) => column.name !== 'diagnoses_of'), {
                        people: { label: `Had it in ${last}, not coded in ${now}`, unit: 'count' },
                        before_people: { label: `People with it in ${last}`, unit: 'count' },
                      })}
                    >
                      <p className="quiet">
                        A gap is an HCC that a person&apos;s diagnoses of {last} gave and those of {now} do not, nor one above it in the
                        hierarchy. The rule book has no list of chronic conditions, so a condition that was cured is here as well.
                      </p>
                    </DataTable>
                    <PersonRows run={run} name="gaps-people" narrow={['person_id', 'hcc', 'model']} />
                  </>
                )
              }
            </Loaded>
          </>
        );
      }}
    </Loaded>
  );
}

function shown(part: number | null): string {
  return part === null ? '–' : percent(part, 1);
}

function csv(run: RunView, name: string): string {
  return `/api/v1/runs/${encodeURIComponent(run.job.id)}/tables/${name}?format=csv`;
}

/** A score with four decimals and, for a move, its sign. */
export function score(value: number, move = false): string {
  return `${move && value > 0 ? '+' : ''}${number(value, 4)}`;
}

