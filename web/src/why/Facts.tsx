import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, ask, askTable, type DerivationNode, type RunView, type Schemas, type TablePage } from '../api/client';
import { MOST_ROWS } from '../api/queries';
import { amount, day, money, number, percent, plural, words } from '../format/amounts';
import { Button } from '../parts/Controls';
import { Loaded } from '../parts/States';
import { columnsOf, DataTable } from '../tables/DataTable';
import type { Row } from '../tables/SimpleTable';
import { again, COLUMN, type Fact } from './facts';
import { nameOf } from './tree';

const HOW: Readonly<Record<Fact['measure'], string>> = {
  dollars: "the people's expenditures over their person-years: each annualized, truncated at the threshold, completed, weighted",
  months: "the people's months of the enrollment type over twelve",
  dual: 'their months of dual eligibility over twelve',
  'low-income': 'their person-years dually eligible or with the low-income subsidy',
  score: "the mean of the people's risk scores, weighted by their months",
  demographic: "the mean of the people's demographic scores, weighted by their months",
  people: 'the people assigned, one by one',
};

/** What a fact is made of: how many people and claim lines; then the people; then the claims of one of them. */
export function Facts({ run, node, fact }: { run: RunView; node: DerivationNode; fact: Fact }) {
  const may = run.tables.some((table) => table.person_level);
  const [shown, setShown] = useState(false);
  const withScores = fact.measure === 'score' || fact.measure === 'demographic';
  const [job, year] = [run.job.id, fact.year];
  const summary = useQuery({
    queryKey: ['facts', job, year, withScores],
    staleTime: Infinity,
    retry: false,
    queryFn: () =>
      askTable(
        api.GET('/api/v1/runs/{job}/facts/{year}', { params: { path: { job, year }, query: { with_scores: withScores } } }),
      ),
  });
  const row = summary.data?.rows.find((one) => one.enrollment_type === (fact.type ?? 'all'));
  return (
    <div className="facts">
      <h3>{nameOf(node)}</h3>
      <p>
        <strong>{node.display}</strong>: {HOW[fact.measure]}.
      </p>
      <Loaded query={summary} lines={2}>
        {() =>
          row ? (
            <p>
              {fact.county ? `Of the enrollment type in ${year}, all counties: ` : `In ${year}: `}
              {count(row.people, 'person', 'people')}, {count(row.lines, 'claim line that counts', 'claim lines that count')},{' '}
              {count(row.person_years, 'person-year')}.
            </p>
          ) : (
            <p>Nobody is behind it.</p>
          )
        }
      </Loaded>
      {!may && <p>People one by one are shown to whom that was granted. Ask an administrator for person-level access.</p>}
      {may && !shown && summary.data && (
        <p>
          <Button kind="solid" onClick={() => setShown(true)}>
            Show the people
          </Button>{' '}
          <span className="quiet">Written to the audit log with your name.</span>
        </p>
      )}
      {may && shown && <People run={run} node={node} fact={fact} withScores={withScores} />}
    </div>
  );
}

/** A count, or the mark that hides a small one. */
function count(value: unknown, one: string, many = `${one}s`): string {
  return typeof value === 'number' ? plural(value, one, many).replace(/^[\d,.]+/, number(value, 2)) : `${String(value)} ${many}`;
}

const COLUMNS: Readonly<Record<string, { unit: string; label: string }>> = {
  person_id: { unit: 'text', label: 'Person' },
  enrollment_type: { unit: 'text', label: 'Enrollment type' },
  county: { unit: 'text', label: 'County' },
  months: { unit: 'count', label: 'Months' },
  dual_months: { unit: 'number', label: 'Dual months' },
  low_income_person_years: { unit: 'number', label: 'Dual or low-income person-years' },
  lines: { unit: 'count', label: 'Claim lines' },
  paid: { unit: 'dollars', label: 'Counted ($)' },
  annualized: { unit: 'dollars', label: 'Annualized ($ a year)' },
  truncated: { unit: 'dollars', label: 'Truncated ($ a year)' },
  expenditures: { unit: 'dollars', label: 'Adds to the type ($)' },
  risk_score: { unit: 'number', label: 'Risk score' },
  demographic_score: { unit: 'number', label: 'Demographic score' },
};

const SHOWN: Readonly<Record<Fact['measure'], readonly string[]>> = {
  dollars: ['person_id', 'months', 'lines', 'paid', 'annualized', 'truncated', 'expenditures'],
  months: ['person_id', 'county', 'months', 'lines', 'paid'],
  dual: ['person_id', 'months', 'dual_months', 'lines', 'paid'],
  'low-income': ['person_id', 'months', 'low_income_person_years', 'lines', 'paid'],
  score: ['person_id', 'months', 'risk_score', 'demographic_score', 'lines', 'paid'],
  demographic: ['person_id', 'months', 'demographic_score', 'lines', 'paid'],
  people: ['person_id', 'enrollment_type', 'months', 'lines', 'paid', 'expenditures'],
};

function People({ run, node, fact, withScores }: { run: RunView; node: DerivationNode; fact: Fact; withScores: boolean }) {
  const [person, setPerson] = useState<Row | null>(null);
  const [job, year] = [run.job.id, fact.year];
  const people = useQuery({
    queryKey: ['fact-people', job, fact],
    retry: false,
    queryFn: () =>
      askTable(
        api.POST('/api/v1/runs/{job}/facts/{year}/people', {
          params: { path: { job, year } },
          body: {
            enrollment_type: fact.type,
            with_scores: withScores,
            query: { offset: 0, limit: MOST_ROWS, filter: fact.county ? [`county:eq:${fact.county}`] : [] },
          },
        }),
      ),
  });
  return (
    <Loaded query={people} lines={6}>
      {(page) => (
        <>
          <AddsUp node={node} fact={fact} page={page} />
          {person && <Claims run={run} year={year} person={person} onClose={() => setPerson(null)} />}
          <DataTable
            id="fact-people"
            local
            caption="People behind it"
            rows={page.rows}
            total={page.total}
            narrow={['person_id', COLUMN[fact.measure], 'claims']}
            columns={[
              ...columnsOf(
                SHOWN[fact.measure].map((name) => ({ name, ...COLUMNS[name]! })),
                { enrollment_type: { show: (row) => words(String(row.enrollment_type)) } },
              ),
              {
                name: 'claims',
                unit: 'text',
                show: (row) => (
                  <Button
                    small
                    aria-label={`Claim lines of ${String(row.person_id)}`}
                    onClick={() => setPerson(row)}
                  >
                    Claim lines
                  </Button>
                ),
              },
            ]}
          />
        </>
      )}
    </Loaded>
  );
}

/** Says that the people add up to the fact, in its own unit. */
function AddsUp({ node, fact, page }: { node: DerivationNode; fact: Fact; page: TablePage }) {
  if (page.total > page.rows.length) {
    return (
      <p className="quiet">
        The {number(page.rows.length)} who add most of {number(page.total)}; the fact is the sum of all.
      </p>
    );
  }
  const sum = again(fact.measure, page.rows);
  const shown = sum === null ? 'nothing' : fact.measure === 'dollars' ? money(sum, true) : number(sum);
  return (
    <p data-testid="adds-up">
      These {count(new Set(page.rows.map((row) => row.person_id)).size, 'person', 'people')} come to <strong>{shown}</strong>
      {fact.measure === 'dollars' && ' a person-year'}; the fact is {node.display}.
    </p>
  );
}

type FactClaims = Schemas['FactClaimsView'];

/** The claim lines of one person as they entered the fact. The person is named in the body, never in the address. */
function Claims({ run, year, person, onClose }: { run: RunView; year: number; person: Row; onClose(): void }) {
  const box = useRef<HTMLElement>(null);
  const [job, id, type] = [run.job.id, String(person.person_id), String(person.enrollment_type)];
  const claims = useQuery({
    queryKey: ['fact-claims', job, year, id, type],
    retry: false,
    queryFn: () =>
      ask(
        api.POST('/api/v1/runs/{job}/facts/{year}/claims', {
          params: { path: { job, year } },
          body: { person_id: id, enrollment_type: type, query: { offset: 0, limit: MOST_ROWS } },
        }),
      ),
  });
  useEffect(() => box.current?.focus(), [id, type]);
  return (
    <section className="facts__claims" aria-label="Claim lines of one person" tabIndex={-1} ref={box}>
      <h3>
        Claim lines of {id}, {words(type)}, {year}{' '}
        <Button small onClick={onClose}>
          Back to the people
        </Button>
      </h3>
      <Loaded query={claims} lines={5}>
        {(view) => (
          <>
            <Steps view={view} />
            <DataTable
              id="fact-claims"
              local
              caption="Claim lines"
              rows={view.claims.rows as unknown as Row[]}
              total={view.claims.total}
              narrow={['service_day', 'counted', 'left_out']}
              columns={columnsOf(view.claims.columns, {
                claim_line: { unit: 'count', label: 'Line' },
                service_day: { show: (row) => day(String(row.service_day)) },
                seen_day: { show: (row) => day(String(row.seen_day)) },
                paid: { unit: 'dollars', label: 'Paid ($)' },
                add_ons_out: { label: 'Add-ons out ($)' },
                reductions_added_back: { label: 'Reductions added back ($)' },
                sequestration_added_back: { unit: 'dollars', label: 'Sequestration added back ($)' },
                sequestration_from: { label: 'Sequestration by' },
                counted: { unit: 'dollars', label: 'Counted ($)' },
                left_out: { label: 'Left out because' },
              })}
            />
          </>
        )}
      </Loaded>
    </section>
  );
}

/** From the lines to what the person adds, step by step. */
function Steps({ view }: { view: FactClaims }) {
  if (view.threshold === null || view.completion === null)
    return <p>No month of this person has an enrollment type: nothing of this counts.</p>;
  const cut = view.truncated !== view.annualized;
  return (
    <ol className="facts__steps">
      <li>
        {plural(view.lines, 'line')} that {view.lines === 1 ? 'counts' : 'count'}: <strong>{money(view.counted, true)}</strong>
        {view.left_out > 0 && `; ${plural(view.left_out, 'line is', 'lines are')} left out and say why`}
      </li>
      <li>
        annualized, times 12 over {plural(view.months, 'month')}: {money(view.annualized, true)}
      </li>
      <li>
        {cut ? 'truncated' : 'not truncated'} at {money(view.threshold, true)}: {money(view.truncated, true)}{' '}
        <span className="quiet">42 CFR 425.601(a)(4), 425.652(a)(4)</span>
      </li>
      <li>
        times the completion factor {number(view.completion)} ({percent(view.completion - 1)} added), for {plural(view.months, 'month')}:{' '}
        <strong>{amount(view.expenditures, 'dollars', true)}</strong> added to the type
      </li>
    </ol>
  );
}
