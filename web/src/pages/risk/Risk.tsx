import type { RunView } from '../../api/client';
import { useRunTable } from '../../api/queries';
import { Bars } from '../../charts/Bars';
import { number, words } from '../../format/amounts';
import { Page } from '../../parts/Page';
import { NotInRun, WithRun } from '../../parts/Runs';
import { Loaded } from '../../parts/States';
import { Term } from '../../parts/Term';
import { useUrlState } from '../../state/url';
import { columnsOf, DataTable } from '../../tables/DataTable';
import { SimpleTable, type Row } from '../../tables/SimpleTable';

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
  const hccs = useRunTable(run, 'hcc-prevalence');
  const gaps = useRunTable(run, 'gaps');
  if (!run.tables.some((table) => table.name === 'risk')) {
    return (
      <NotInRun
        what="risk scores"
        command={`accountable mssp run --store STORE --aco ${url.aco ?? 'ACO'} --year ${run.request.performance_year}`}
      />
    );
  }
  return (
    <>
      <Loaded query={risk} lines={4} chart>
        {(page) => (
          <>
            <Answer rows={page.rows} />
            <Bars
              title="Risk scores by year and enrollment type"
              file="risk"
              rows={page.rows.filter((row) => typeof row.risk_score === 'number')}
              name="year"
              part="enrollment_type"
              value="risk_score"
              unit="number"
              stand
              stacked={false}
              columns={columnsOf(page.columns)}
            >
              <p className="quiet">
                The scores as the models give them. Renormalized ones, where the national means are known, are in the table.
              </p>
            </Bars>
            {page.rows.some((row) => typeof row.demographic_score === 'number') && (
              <Bars
                title="Demographic scores: age, sex and status alone"
                file="demographic"
                rows={page.rows.filter((row) => typeof row.demographic_score === 'number')}
                name="year"
                part="enrollment_type"
                value="demographic_score"
                unit="number"
                stand
                stacked={false}
                columns={columnsOf(page.columns)}
              >
                <p className="quiet">
                  What rises here rises with the people; what rises above it is diagnoses, coding and the blend of models.
                </p>
              </Bars>
            )}
            <SimpleTable
              caption="Risk scores"
              rows={page.rows}
              columns={columnsOf(page.columns, { enrollment_type: { show: (row) => words(String(row.enrollment_type)) } })}
            />
          </>
        )}
      </Loaded>
      {hccs.data && (
        <DataTable id="hccs" caption="How common each HCC is" rows={hccs.data.rows} columns={columnsOf(hccs.data.columns)} />
      )}
      {gaps.data && (
        <DataTable
          id="gaps"
          caption="Conditions of earlier years not seen again"
          rows={gaps.data.rows}
          columns={columnsOf(gaps.data.columns)}
        />
      )}
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
    <div className="answer">
      <p>
        The <Term term="Risk score">risk score</Term> of the {words(String(most.enrollment_type)).toLowerCase()} went from{' '}
        {number(first.risk_score, 3)} in {years[0]} to {number(last.risk_score, 3)} in {years.at(-1)}
        {demographic}.
      </p>
    </div>
  );
}
