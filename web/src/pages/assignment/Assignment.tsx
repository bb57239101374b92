import { useMemo } from 'react';
import type { RunView } from '../../api/client';
import { useRunTable } from '../../api/queries';
import { Bars } from '../../charts/Bars';
import { number, percent, words } from '../../format/amounts';
import { Choice } from '../../parts/Controls';
import { Page } from '../../parts/Page';
import { NotInRun, WithRun } from '../../parts/Runs';
import { Loaded } from '../../parts/States';
import { Term } from '../../parts/Term';
import { useUrlState } from '../../state/url';
import { columnsOf } from '../../tables/DataTable';
import { SimpleTable, type Row } from '../../tables/SimpleTable';
import { People } from './People';
import { Turnover } from './Turnover';

export default function Assignment() {
  return (
    <Page name="Assignment" question="Who are our people, and why?">
      <WithRun>{(run) => <Result run={run} />}</WithRun>
    </Page>
  );
}

function Result({ run }: { run: RunView }) {
  const url = useUrlState();
  const table = useRunTable(run, 'assignment');
  const turnover = useRunTable(run, 'turnover');
  if (!run.tables.some((one) => one.name === 'assignment')) {
    return (
      <NotInRun
        what="assignment"
        command={`accountable mssp assign --store STORE --aco ${url.aco ?? 'ACO'} --year ${run.request.performance_year}`}
      />
    );
  }
  return (
    <>
      <Loaded query={table} lines={4} chart>
        {(page) => (
          <>
            <Funnel rows={page.rows.filter((row) => row.year === undefined || row.year === run.request.performance_year)} />
            {page.columns.some((column) => column.name === 'year') && <Years rows={page.rows} />}
            {turnover.data && (
              <Turnover rows={turnover.data.rows} columns={turnover.data.columns} year={run.request.performance_year} />
            )}
            <Reasons rows={page.rows} columns={page.columns} year={run.request.performance_year} />
          </>
        )}
      </Loaded>
      <People run={run} />
    </>
  );
}

/** How many by the step and reason that decided: one year, the performance year first. */
function Reasons({ rows, columns, year }: { rows: readonly Row[]; columns: readonly { name: string; unit: string }[]; year: number }) {
  const url = useUrlState();
  const years = [...new Set(rows.map((row) => row.year).filter((one): one is number => typeof one === 'number'))].sort(
    (left, right) => right - left,
  );
  const chosen = years.find((one) => String(one) === url.get('reasons')) ?? year;
  return (
    <section>
      <h2>Reason by reason{years.length > 0 && `, ${chosen}`}</h2>
      {years.length > 1 && (
        <div className="controls">
          <Choice
            label="Year"
            value={String(chosen)}
            onChange={(value) => url.set({ reasons: value === String(year) ? null : value })}
            options={years.map((one) => [String(one), one === year ? `${one}, performance year` : `${one}, benchmark year`] as const)}
          />
        </div>
      )}
      <SimpleTable
        caption="Reason by reason"
        rows={rows.filter((row) => row.year === undefined || row.year === chosen)}
        columns={columnsOf(
          columns.filter((column) => column.name !== 'year'),
          {
            assigned: { unit: 'text', show: (row) => (row.assigned === 1 ? 'yes' : 'no') },
            step: { show: (row) => words(String(row.step)) },
            reason: { show: (row) => words(String(row.reason)) },
            people: { unit: 'count' },
          },
        )}
      />
    </section>
  );
}

const STEPS: readonly (readonly [string, string])[] = [
  ['voluntary', 'Chose a clinician'],
  ['step_1', 'Step 1: primary care physicians'],
  ['step_2', 'Step 2: certain specialists'],
  ['step_3', 'Step 3: expanded window'],
  ['none', 'No step'],
];

function count(rows: readonly Row[], fits: (row: Row) => boolean): number {
  return rows.filter(fits).reduce((sum, row) => sum + (typeof row.people === 'number' ? row.people : 0), 0);
}

/** From everybody looked at to those assigned, by the step that decided. */
function Funnel({ rows }: { rows: readonly Row[] }) {
  const all = count(rows, () => true);
  const assigned = count(rows, (row) => row.assigned === 1);
  const hidden = rows.some((row) => typeof row.people !== 'number');
  const levels = useMemo(() => {
    const steps = [...new Set(rows.filter((row) => row.assigned === 1).map((row) => String(row.step)))];
    return [
      { level: 'Looked at', people: all },
      { level: 'Assigned', people: assigned },
      ...steps.map((step) => ({
        level: STEPS.find(([key]) => key === step)?.[1] ?? words(step),
        people: count(rows, (row) => row.assigned === 1 && row.step === step),
      })),
    ];
  }, [rows, all, assigned]);
  return (
    <>
      <div className="answer">
        <p>
          {number(assigned)} of the {number(all)} people looked at are <Term term="Assignment">assigned</Term>
          {all > 0 && `, ${percent(assigned / all, 1)}`}.{hidden && ' Counts of 1 to 10 are hidden and left out of these sums.'}
        </p>
      </div>
      <Bars
        title="Funnel of assignment"
        file="assignment-funnel"
        rows={levels}
        name="level"
        value="people"
        unit="count"
        columns={[
          { name: 'level', unit: 'text' },
          { name: 'people', unit: 'count' },
        ]}
      >
        <p className="quiet">The lower bars part the assigned by the step that decided.</p>
      </Bars>
    </>
  );
}

function Years({ rows }: { rows: readonly Row[] }) {
  const years = useMemo(
    () =>
      [...new Set(rows.map((row) => Number(row.year)))].sort().map((year) => ({
        year: String(year),
        people: count(rows, (row) => row.year === year && row.assigned === 1),
      })),
    [rows],
  );
  return (
    <Bars
      title="Assigned people by year"
      file="assigned-by-year"
      rows={years}
      name="year"
      value="people"
      unit="count"
      stand
      columns={[
        { name: 'year', unit: 'text' },
        { name: 'people', unit: 'count' },
      ]}
    />
  );
}
