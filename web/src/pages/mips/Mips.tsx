import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask } from '../../api/client';
import { useRunTable } from '../../api/queries';
import { day, words } from '../../format/amounts';
import { Page } from '../../parts/Page';
import { useShownRun, WithRun } from '../../parts/Runs';
import { Empty, Loaded } from '../../parts/States';
import { Term } from '../../parts/Term';
import { useUrlState } from '../../state/url';
import { DataTable } from '../../tables/DataTable';
import { SimpleTable } from '../../tables/SimpleTable';
import { Verified } from '../../why/Tree';
import { ruleValue } from '../rules/values';
import { Score } from './Score';

export default function Mips() {
  const url = useUrlState();
  const { run } = useShownRun();
  const categories = useRunTable(run.data, 'mips-categories');
  const year = url.year ?? run.data?.request.performance_year;
  return (
    <Page name="MIPS" question="What is our score worth?">
      <WithRun>
        {(one) =>
          one.tables.some((table) => table.name === 'mips-categories') ? (
            <Loaded query={categories} lines={4} chart>
              {(page) => <Score run={one} categories={page} />}
            </Loaded>
          ) : (
            <Empty
              title="This run has no MIPS score"
              command={`accountable serve --store STORE --mips ${one.request.aco}=SUBMISSION.json`}
            >
              {(one.report?.warnings ?? [])
                .filter((warning) => warning.severity === 'missing' && warning.what.startsWith('the MIPS score'))
                .map((warning) => (
                  <p key={warning.what}>
                    {warning.what}. {warning.do}.
                  </p>
                ))}
              <p>
                A <Term term="MIPS">MIPS</Term> score comes from a submission in QPP JSON that the settings name for the ACO; what the
                law makes of a score is below.
              </p>
            </Empty>
          )
        }
      </WithRun>
      <Law year={year} />
    </Page>
  );
}

/** What the law makes of a score: thresholds, weights and adjustments of the year, straight from the rule book. */
function Law({ year }: { year: number | undefined }) {
  const url = useUrlState();
  const rules = useQuery({
    queryKey: ['mips-law', year, url.asOf],
    staleTime: Infinity,
    queryFn: () =>
      ask(
        api.GET('/api/v1/rules', {
          params: {
            query: {
              text: 'mips.',
              limit: 5000,
              ...(year ? { year: String(year) } : {}),
              ...(url.asOf ? { as_of: url.asOf } : {}),
            },
          },
        }),
      ),
  });
  return (
    <Loaded query={rules} lines={8}>
      {(page) => {
        const rows = page.rules
          .filter((rule) => rule.id.startsWith('mips.') && rule.values.length > 0)
          .flatMap((rule) =>
            rule.values.slice(0, 12).map((value) => ({
              id: rule.id,
              label: rule.label,
              of: value.of ? words(value.of) : '',
              value: ruleValue(rule.unit, value, rule.label),
              for: value.for,
              enacted: value.enacted,
              citation: value.citation,
              verified: value.verified,
            })),
          );
        if (!year)
          return (
            <p>
              Choose a performance year above to see its law, or{' '}
              <Link to={url.to('/rules', { find: 'mips.' })}>look through all of it</Link>.
            </p>
          );
        return rows.length === 0 ? (
          <SimpleTable caption="Law" columns={[]} rows={[]} />
        ) : (
          <DataTable
            id="mips-law"
            caption={`The law of MIPS for ${year}`}
            rows={rows}
            narrow={['label', 'value', 'verified']}
            columns={[
              {
                name: 'label',
                unit: 'text',
                label: 'Parameter',
                show: (row) => <Link to={url.to('/rule', { id: String(row.id) })}>{String(row.label)}</Link>,
              },
              { name: 'of', unit: 'text', label: 'Of' },
              { name: 'value', unit: 'number', show: (row) => String(row.value) },
              { name: 'citation', unit: 'text' },
              { name: 'enacted', unit: 'text', label: 'Law since', show: (row) => day(String(row.enacted)) },
              { name: 'verified', unit: 'text', show: (row) => <Verified mark={String(row.verified)} /> },
            ]}
          />
        );
      }}
    </Loaded>
  );
}
