import type { RunView } from '../../api/client';
import { useRunTable } from '../../api/queries';
import { Bars } from '../../charts/Bars';
import { Waterfall } from '../../charts/Waterfall';
import { amount, earnedOrOwed, words } from '../../format/amounts';
import { Figure, Figures, Page } from '../../parts/Page';
import { NotInRun, WithRun } from '../../parts/Runs';
import { RunTables } from '../../parts/RunTables';
import { Empty, Loaded } from '../../parts/States';
import { Term } from '../../parts/Term';
import { useUrlState } from '../../state/url';
import { columnsOf } from '../../tables/DataTable';
import { SimpleTable, type Row } from '../../tables/SimpleTable';
import { TieOut } from './TieOut';
import { trackName, Tracks } from './Tracks';
import { whyText } from '../../why/source';
import { WhyButton } from '../../why/WhyDrawer';

export default function Savings() {
  return (
    <Page name="Savings" question="What will we earn or owe, and what made it?">
      <WithRun>{(run) => <Result run={run} />}</WithRun>
    </Page>
  );
}

const SETTLED: Parameters<typeof columnsOf>[1] = {
  track: { show: (row) => trackName(row.track) },
  assigned_beneficiaries: { unit: 'count' },
  minimum_rate: { unit: 'ratio', label: 'Minimum rate (%)' },
  sharing_rate: { unit: 'ratio', label: 'Sharing rate (%)' },
  loss_rate: { unit: 'ratio', label: 'Loss rate (%)' },
  quality_standard: { show: (row) => words(String(row.quality_standard)) },
};

function Result({ run }: { run: RunView }) {
  const url = useUrlState();
  const settlement = useRunTable(run, 'settlement');
  const steps = useRunTable(run, 'settlement-waterfall');
  const benchmark = useRunTable(run, 'benchmark-waterfall');
  const missing = useRunTable(run, 'missing');
  const quality = useRunTable(run, 'quality');
  const row = settlement.data?.rows[0];
  const earned = row?.earned ?? row?.computed;
  const has = (name: string) => run.tables.some((table) => table.name === name);
  const accrued = run.report?.figures.find((one) => one.name === 'accrued');
  const why = run.derivations.map((one) => (
    <Figure
      key={one.name}
      label={words(one.label || one.name)}
      value={amount(one.value, one.unit)}
      why={<WhyButton why={whyText({ of: 'run', job: run.job.id, name: one.name })} of={one.label || one.name} />}
    />
  ));
  const year = run.request.performance_year;
  const verb = `accountable mssp run --store STORE --aco ${url.aco ?? 'ACO'} --year ${year}`;
  const command = `${verb} --factors FOLDER --quality SCORE --out FOLDER`;
  return (
    <>
      {typeof earned === 'number' && (
        <div className="answer">
          <p>
            {run.request.aco} <strong>{earnedOrOwed(earned)}</strong> for performance year {run.request.performance_year}
            {accrued ? ', by the claims seen so far alone. ' : '. '}
            {accrued && typeof accrued.value === 'number' && (
              <>
                With the claims still to come it is expected that it <strong>{earnedOrOwed(accrued.value)}</strong>
                {typeof accrued.low === 'number' && typeof accrued.high === 'number'
                  ? `, in a range from ${earnedOrOwed(accrued.low)} to ${earnedOrOwed(accrued.high)}. `
                  : '. '}
              </>
            )}
            <Term term="Shared savings">What are shared savings?</Term>
          </p>
        </div>
      )}
      {why.length > 0 && <Figures>{why}</Figures>}
      {has('settlement-waterfall') ? (
        <Loaded query={steps} chart>
          {(page) => <Waterfall title="From benchmark to payment" file="settlement-waterfall" rows={page.rows} />}
        </Loaded>
      ) : (
        <NotInRun what="settlement" command={command} />
      )}
      {missing.data && missing.data.rows.length > 0 && (
        <Empty title="What cannot be computed yet">
          <SimpleTable caption="What cannot be computed" rows={missing.data.rows} columns={columnsOf(missing.data.columns)} />
          <p>
            Factors of CMS and quality scores are given on <a href={url.to('/settings')}>Settings of runs</a>.
          </p>
        </Empty>
      )}
      {has('benchmark-waterfall') && (
        <Loaded query={benchmark} chart>
          {(page) => (
            <Waterfall
              title="From spending to the updated benchmark, dollars a person-year"
              file="benchmark-waterfall"
              rows={page.rows}
            />
          )}
        </Loaded>
      )}
      <Tracks run={run} />
      <TieOut run={run} />
      <Spending run={run} />
      {settlement.data && (
        <section>
          <h2>Settlement</h2>
          <SimpleTable caption="Settlement" rows={settlement.data.rows} columns={columnsOf(settlement.data.columns, SETTLED)} />
        </section>
      )}
      {quality.data && (
        <section>
          <h2>Quality as the settlement took it</h2>
          <SimpleTable
            caption="Quality"
            rows={quality.data.rows}
            columns={columnsOf(quality.data.columns, {
              quality_score: { unit: 'ratio', label: 'Quality score (%)' },
              outcome: { show: (row) => words(String(row.outcome)) },
              met_alternative: { unit: 'text', show: (row) => (row.met_alternative === 1 ? 'yes' : 'no') },
            })}
          />
        </section>
      )}
      <RunTables run={run} />
    </>
  );
}

/** Expenditures by enrollment type, and dollars by service. */
function Spending({ run }: { run: RunView }) {
  const expenditures = useRunTable(run, 'expenditures');
  const services = useRunTable(run, run.tables.some((table) => table.name === 'services') ? 'services' : 'dollars_by_service');
  const year = run.request.performance_year;
  const ofYear = (rows: readonly Row[]) => rows.filter((row) => row.year === undefined || row.year === year);
  return (
    <>
      {expenditures.data && (
        <>
          <Bars
            title={`Expenditures a person-year by enrollment type, ${year}`}
            file="expenditures"
            name="enrollment_type"
            value="per_capita"
            unit="dollars"
            rows={ofYear(expenditures.data.rows)}
            columns={columnsOf(expenditures.data.columns, {
              enrollment_type: { show: (row) => words(String(row.enrollment_type)) },
            })}
          >
            <p className="quiet">
              Annualized, truncated at the threshold of the type, and completed. A count of 1 to 10 is hidden as * from those who
              may not see people.
            </p>
          </Bars>
          {expenditures.data.columns.some((column) => column.name === 'year') && (
            <Bars
              title="The benchmark years beside the performance year"
              file="expenditures-by-year"
              name="year"
              part="enrollment_type"
              value="per_capita"
              unit="dollars"
              stand
              stacked={false}
              rows={expenditures.data.rows.filter((row) => row.enrollment_type !== 'all')}
              columns={columnsOf(expenditures.data.columns)}
            />
          )}
        </>
      )}
      {services.data && <Services rows={ofYear(services.data.rows)} columns={services.data.columns} year={year} />}
    </>
  );
}

function Services({
  rows,
  columns,
  year,
}: {
  rows: readonly Row[];
  columns: readonly { name: string; unit: string }[];
  year: number;
}) {
  const isRun = columns.some((column) => column.name === 'service');
  const shown = isRun ? rows : rows.filter((row) => row.measure !== 'all' && typeof row.paid === 'number');
  return (
    <Bars
      title={`Spending by service, ${year}`}
      file="services"
      name={isRun ? 'service' : 'measure'}
      part={isRun ? 'enrollment_type' : undefined}
      value="paid"
      unit="dollars"
      rows={[...shown].sort((left, right) => Number(right.paid) - Number(left.paid))}
      columns={columnsOf(columns, {
        service: { show: (row) => words(String(row.service)) },
        measure: { show: (row) => words(String(row.measure)) },
      })}
    />
  );
}
