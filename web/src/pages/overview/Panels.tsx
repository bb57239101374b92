import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask, type Schemas } from '../../api/client';
import { useRun, useRunTable } from '../../api/queries';
import { amount, change, earnedOrOwed, number, percent, plural } from '../../format/amounts';
import { Figure, Figures } from '../../parts/Page';
import { Term } from '../../parts/Term';
import { useUrlState } from '../../state/url';
import { whyText } from '../../why/source';
import { WhyButton } from '../../why/WhyDrawer';

type View = Schemas['OverviewView'];
type Moved = Schemas['OverviewFigure'];

/** The four panels: earned or owed, quality against its standard, QPs, spending against the benchmark; then the other figures. */
export function Panels({ view }: { view: View }) {
  const rest = view.figures.filter(({ figure }) => !['earned', 'accrued', 'quality', 'per_capita'].includes(figure.name));
  return (
    <>
      <Figures>
        <Earned view={view} />
        <Quality view={view} />
        <Qps view={view} />
        <Spending view={view} />
      </Figures>
      <Figures>
        {rest.map((one) => (
          <Other key={one.figure.name} view={view} one={one} />
        ))}
      </Figures>
    </>
  );
}

function figure(view: View, name: string): Moved | undefined {
  return view.figures.find((one) => one.figure.name === name);
}

function since(one: Moved | undefined): string | undefined {
  return one?.change === null || one?.change === undefined ? undefined : `${change(one.change, one.figure.unit)} since the run before`;
}

function Why({ view, of }: { view: View; of: Moved | undefined }) {
  return of?.figure.derivation ? (
    <WhyButton why={whyText({ of: 'run', job: view.run!.id, name: of.figure.derivation })} of={of.figure.label} />
  ) : null;
}

/** Earned or owed: expected with its range while claims are still to come; as settled once they are all in. */
function Earned({ view }: { view: View }) {
  const run = useRun(view.run?.id).data;
  const months = useRunTable(run, 'months').data?.rows;
  const [earned, accrued] = [figure(view, 'earned'), figure(view, 'accrued')];
  const complete = months !== undefined && months.length === 12 && months.every((row) => row.state === 'complete');
  const label = <Term term="Shared savings">Earned or owed to date</Term>;
  if (!earned) {
    return <Figure label={label} value="not computed" sentence="This run has no settlement: Savings says what to supply." />;
  }
  if (accrued && typeof accrued.figure.value === 'number') {
    const { low, high } = accrued.figure;
    const alike = low === high && low === accrued.figure.value;
    return (
      <Figure
        label={label}
        value={`${earnedOrOwed(accrued.figure.value)}, expected`}
        range={
          low === null || high === null
            ? 'No range can be said: too few months were seen'
            : alike
              ? 'and the same at both ends of the range'
              : `from ${earnedOrOwed(low)} to ${earnedOrOwed(high)}`
        }
        sentence={accrued.figure.sentence}
        moved={since(accrued)}
        stale={view.store_changed}
        why={<Why view={view} of={earned} />}
      />
    );
  }
  return (
    <Figure
      label={label}
      value={earnedOrOwed(Number(earned.figure.value))}
      sentence={
        complete
          ? `${earned.figure.sentence} The year is complete: claims of every month are in to the end of the run-out.`
          : earned.figure.sentence
      }
      moved={since(earned)}
      stale={view.store_changed}
      why={<Why view={view} of={earned} />}
    />
  );
}

function Quality({ view }: { view: View }) {
  const quality = figure(view, 'quality');
  return (
    <Figure
      label={<Term term="Quality score">Quality against the standard</Term>}
      value={typeof quality?.figure.value === 'number' ? percent(quality.figure.value) : 'not computed'}
      sentence={quality?.figure.sentence ?? 'No quality score is known: give one with --quality ACO=SCORE, or score the measures.'}
      moved={since(quality)}
      stale={view.store_changed}
    />
  );
}

/** QPs: of the facts that the server was given, else of the run itself. */
function Qps({ view }: { view: View }) {
  const url = useUrlState();
  const run = useRun(view.run?.id).data;
  const ofRun = useRunTable(run, 'qp').data?.rows;
  const scores = useRunTable(run, 'qp-scores').data;
  const entities = useQuery({ queryKey: ['qp-entities'], queryFn: () => ask(api.GET('/api/v1/qp')) });
  const has = entities.data?.includes(view.aco) === true;
  const qp = useQuery({
    queryKey: ['qp', view.aco, view.performance_year],
    enabled: has && view.performance_year !== null,
    retry: false,
    queryFn: () =>
      ask(api.GET('/api/v1/qp/{entity}', { params: { path: { entity: view.aco }, query: { year: view.performance_year! } } })),
  });
  const count = ofRun && {
    clinicians: ofRun.length,
    qp: ofRun.filter((row) => row.status === 'QP').length,
    partial_qp: ofRun.filter((row) => row.status === 'PartialQP').length,
  };
  const shown = qp.data ?? count;
  const label = <Term term="QP">QPs of all clinicians</Term>;
  if (!shown) {
    const why = run?.report?.warnings.find((one) => one.what.startsWith('QP status'));
    return run && !run.tables.some((table) => table.name === 'qp') ? (
      <Figure label={label} value="not computed" sentence={why ? `${why.what}. ${why.do}.` : 'This run determined no QPs.'} />
    ) : null;
  }
  const share = shown.clinicians === 0 ? '' : `, ${percent(shown.qp / shown.clinicians, 1)}`;
  return (
    <Figure
      label={label}
      value={`${number(shown.qp)} of ${number(shown.clinicians)}`}
      sentence={`${plural(shown.qp, 'clinician')} of ${number(shown.clinicians)} ${shown.qp === 1 ? 'is a QP' : 'are QPs'}${share}; ${number(shown.partial_qp)} more are Partial QPs. ${
        qp.data ? 'By the QP facts of the server.' : `By the claims of the store${scores ? `, as of ${plural(scores.rows.length, 'snapshot')}` : ''}.`
      }`}
      why={<Link to={url.to('/qp')}>Who, and how close are the others?</Link>}
    />
  );
}

/** What a person-year costs beside what it may cost. */
function Spending({ view }: { view: View }) {
  const run = useRun(view.run?.id).data;
  const steps = useRunTable(run, 'benchmark-waterfall').data?.rows;
  const perCapita = figure(view, 'per_capita');
  const level = steps?.find((row) => row.step === 'Updated benchmark')?.dollars;
  const expenditures = useRunTable(run, 'expenditures').data?.rows.find(
    (row) => row.year === view.performance_year && row.enrollment_type === 'all',
  )?.per_capita;
  // While claims are still to come what is seen so far would look like savings.
  const whole = useRunTable(run, 'accrual').data?.rows.find(
    (row) => row.period === String(view.performance_year) && row.enrollment_type === 'all',
  );
  const expected = figure(view, 'accrued') && typeof whole?.per_capita === 'number' ? whole : undefined;
  const spent = expected ? Number(expected.per_capita) : typeof expenditures === 'number' ? expenditures : perCapita?.figure.value;
  if (typeof spent !== 'number') return null;
  const less = typeof level === 'number' ? level - spent : null;
  return (
    <Figure
      label="Spending a person-year"
      value={`${amount(spent, 'dollars', false)}${expected ? ', expected' : ''}`}
      range={
        typeof expected?.low === 'number' && typeof expected.high === 'number'
          ? `from ${amount(expected.low, 'dollars', false)} to ${amount(expected.high, 'dollars', false)}`
          : undefined
      }
      sentence={
        less === null
          ? 'There is no benchmark to compare it with: Savings says what to supply.'
          : `${amount(Math.abs(less), 'dollars', false)} ${less >= 0 ? 'under' : 'over'} the benchmark of ${amount(Number(level), 'dollars', false)}, ${percent(Math.abs(less) / Number(level), 1)}.`
      }
      moved={expected ? undefined : since(perCapita)}
      stale={view.store_changed}
      why={<Why view={view} of={figure(view, 'benchmark')} />}
    />
  );
}

function Other({ view, one }: { view: View; one: Moved }) {
  return (
    <Figure
      label={<Term term={one.figure.label}>{one.figure.label}</Term>}
      value={one.figure.value === null ? 'not known' : amount(one.figure.value, one.figure.unit)}
      sentence={one.figure.sentence}
      moved={since(one)}
      stale={view.store_changed}
      why={<Why view={view} of={one} />}
    />
  );
}
