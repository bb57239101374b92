import type { RunView, TablePage } from '../../api/client';
import { useRunTable } from '../../api/queries';
import { Bars } from '../../charts/Bars';
import { number, plural, words } from '../../format/amounts';
import { Note } from '../../parts/Controls';
import { Page } from '../../parts/Page';
import { NotInRun, WithRun } from '../../parts/Runs';
import { Loaded } from '../../parts/States';
import { Term } from '../../parts/Term';
import { useUrlState } from '../../state/url';
import { columnsOf } from '../../tables/DataTable';
import { SimpleTable, type Row } from '../../tables/SimpleTable';
import { changeOf, PART_WORDS } from './figures';
import { Hccs, score } from './Hccs';

export default function Risk() {
  return (
    <Page name="Risk" question="Did our people get sicker or our coding better?">
      <WithRun>{(run) => <Result run={run} />}</WithRun>
    </Page>
  );
}

function Result({ run }: { run: RunView }) {
  const url = useUrlState();
  const risk = useRunTable(run, 'risk');
  const change = useRunTable(run, 'risk-change');
  const has = (name: string) => run.tables.some((table) => table.name === name);
  const lacks = (run.report?.warnings ?? []).filter(
    (one) => one.severity === 'missing' && /^(what changed the mean risk score|HCCs)/.test(one.what),
  );
  return (
    <>
      {has('risk-change') && (
        <Loaded query={change} lines={3} chart>
          {(page) => <Decomposition page={page} />}
        </Loaded>
      )}
      {lacks.map((one) => (
        <Note key={one.what} kind="note" title={`Not computed: ${one.what.split(':')[0]}`}>
          <p>
            {one.what.split(': ').slice(1).join(': ')}. {one.do}.
          </p>
        </Note>
      ))}
      {(run.report?.warnings ?? [])
        .filter((one) => one.severity === 'warning' && one.what.includes('do not fill the year of service'))
        .map((one) => (
          <Note key={one.what} kind="warning" title="Diagnoses of a year are not all there">
            <p>
              {one.what}: HCCs of it are too few, and gaps too many. {one.do}.
            </p>
          </Note>
        ))}
      <Hccs run={run} />
      {has('risk') ? (
        <Loaded query={risk} lines={4} chart>
          {(page) => <Scores rows={page.rows} columns={page.columns} />}
        </Loaded>
      ) : (
        <NotInRun
          what="risk scores of the benchmark years"
          command={`accountable mssp run --store STORE --aco ${url.aco ?? 'ACO'} --year ${run.request.performance_year}`}
        />
      )}
    </>
  );
}

/** What changed the mean score from one year to the next: each part with the others held. */
function Decomposition({ page }: { page: TablePage }) {
  const change = changeOf(page.rows);
  if (!change) return <p>The change of the mean score is of few people and is not shown.</p>;
  const moved = change.after - change.before;
  const first = change.parts[0];
  return (
    <>
      <div className="answer">
        <p>
          The mean <Term term="Risk score">risk score</Term> of {plural(change.people, 'person', 'people')} went from{' '}
          {score(change.before)} in {change.from} to {score(change.after)} in {change.to}: {score(moved, true)}
          {first && (
            <>
              , most of it by {(PART_WORDS[first.part] ?? words(first.part)).toLowerCase()} ({score(first.moved, true)})
            </>
          )}
          .
        </p>
      </div>
      <Bars
        title={`What moved the mean score from ${change.from} to ${change.to}`}
        file="risk-change"
        rows={change.parts.map((one) => ({ part: PART_WORDS[one.part] ?? one.part, moved: one.moved }))}
        columns={[
          { name: 'part', unit: 'text' },
          { name: 'moved', unit: 'number', label: 'Moves the mean score by' },
        ]}
        name="part"
        value="moved"
        unit="number"
      >
        <p className="quiet">
          Over the people assigned in {change.to} who were scored in both years, by payment scores. First this year&apos;s age, sex and
          status with last year&apos;s diagnoses and models; then this year&apos;s diagnoses, still under last year&apos;s models; then
          this year&apos;s models, blend, normalization and coding adjustment. The parts add up to the change.
        </p>
      </Bars>
      <SimpleTable
        caption="The change in parts"
        rows={page.rows}
        columns={columnsOf(page.columns, {
          part: { show: (row) => PART_WORDS[String(row.part)] ?? words(String(row.part)) },
          mean_score: { label: 'Mean score, or move', show: (row) => partScore(row) },
        })}
      />
    </>
  );
}

function partScore(row: Row): string {
  if (typeof row.mean_score !== 'number') return String(row.mean_score);
  return score(row.mean_score, row.part !== 'before' && row.part !== 'after');
}

/** The scores of the benchmark years and the performance year by enrollment type. */
function Scores({ rows, columns }: { rows: readonly Row[]; columns: TablePage['columns'] }) {
  return (
    <>
      <Answer rows={rows} />
      <Bars
        title="Risk scores by year and enrollment type"
        file="risk"
        rows={rows.filter((row) => typeof row.risk_score === 'number')}
        name="year"
        part="enrollment_type"
        value="risk_score"
        unit="number"
        stand
        stacked={false}
        columns={columnsOf(columns)}
      >
        <p className="quiet">
          The scores as the models give them, over everybody assigned in each year. Renormalized ones, where the national means are
          known, are in the table.
        </p>
      </Bars>
      <SimpleTable
        caption="Risk scores"
        rows={rows}
        columns={columnsOf(columns, { enrollment_type: { show: (row) => words(String(row.enrollment_type)) } })}
      />
    </>
  );
}

/** The first and the last year of the most common type, in a sentence. */
function Answer({ rows }: { rows: readonly Row[] }) {
  const years = [...new Set(rows.map((row) => Number(row.year)))].sort();
  const most = [...rows].sort((left, right) => Number(right.person_years) - Number(left.person_years))[0];
  const of = (year: number | undefined) => rows.find((row) => row.year === year && row.enrollment_type === most?.enrollment_type);
  const [first, last] = [of(years[0]), of(years.at(-1))];
  if (!most || typeof first?.risk_score !== 'number' || typeof last?.risk_score !== 'number') return null;
  const demographic =
    typeof first.demographic_score === 'number' && typeof last.demographic_score === 'number'
      ? `, of which the demographic score went from ${number(first.demographic_score, 3)} to ${number(last.demographic_score, 3)}`
      : '';
  return (
    <div>
      <p>
        The risk score of the {words(String(most.enrollment_type)).toLowerCase()} went from{' '}
        {number(first.risk_score, 3)} in {years[0]} to {number(last.risk_score, 3)} in {years.at(-1)}
        {demographic}.
      </p>
    </div>
  );
}
