import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask } from '../../api/client';
import { day, plural, words } from '../../format/amounts';
import { Field } from '../../parts/Controls';
import { Empty, Loaded } from '../../parts/States';
import { useUrlState, yearOf } from '../../state/url';
import { DataTable } from '../../tables/DataTable';
import { Verified } from '../../why/Tree';
import { ruleValue } from './values';

/** Two years, or one year as known on two days: what is not the same. */
export function RuleComparison() {
  const url = useUrlState();
  const from = url.get('from') || '2024';
  const to = url.get('to') || '2025';
  const [early, late] = [url.get('from-day'), url.get('to-day')];
  const ready = yearOf(from) !== undefined && yearOf(to) !== undefined;
  const differences = useQuery({
    queryKey: ['rule-differences', from, to, early, late],
    enabled: ready,
    staleTime: Infinity,
    queryFn: () =>
      ask(
        api.GET('/api/v1/rules/differences', {
          params: { query: { from, to, ...(early ? { as_of: early } : {}), ...(late ? { to_as_of: late } : {}) } },
        }),
      ),
  });
  const digits = (value: string) => value.replaceAll(/\D/g, '').slice(0, 4);
  return (
    <>
      <div className="controls">
        <Field label="Year" value={from} inputMode="numeric" onChange={(value) => url.set({ from: digits(value) })} />
        <Field label="as known on" type="date" value={early} onChange={(value) => url.set({ 'from-day': value })} />
        <Field label="against year" value={to} inputMode="numeric" onChange={(value) => url.set({ to: digits(value) })} />
        <Field label="as known on (second)" type="date" value={late} onChange={(value) => url.set({ 'to-day': value })} />
      </div>
      {!ready ? (
        <Empty title="Give two years">
          <p>A year has four digits. The same year twice with two days shows what became law between them.</p>
        </Empty>
      ) : (
        <Loaded query={differences} lines={8}>
          {(found) => (
            <>
              <div className="answer">
                <p>
                  {found.differences.length === 0
                    ? 'Nothing differs'
                    : `${plural(found.differences.length, 'value')} differ${found.differences.length === 1 ? 's' : ''}`}{' '}
                  between {found.from.year} as known on {day(found.from.as_of)} and {found.to.year} as known on{' '}
                  {day(found.to.as_of)}.
                </p>
              </div>
              <DataTable
                id="differences"
                caption="Values that differ"
                narrow={['label', 'before', 'after']}
                rows={found.differences.map((one) => ({
                  id: one.id,
                  label: one.label,
                  of: one.of ? words(one.of) : '',
                  before: ruleValue(one.unit, one.from, one.label),
                  after: ruleValue(one.unit, one.to, one.label),
                  citation: one.to?.citation ?? one.from?.citation ?? '',
                  enacted: one.to?.enacted ?? '',
                  verified: one.to?.verified ?? one.from?.verified ?? '',
                }))}
                columns={[
                  {
                    name: 'label',
                    unit: 'text',
                    label: 'Parameter',
                    show: (row) => <Link to={url.to('/rule', { id: String(row.id) })}>{String(row.label)}</Link>,
                  },
                  { name: 'of', unit: 'text', label: 'Of' },
                  { name: 'before', unit: 'text', label: found.from.year },
                  {
                    name: 'after',
                    unit: 'text',
                    label: found.to.year === found.from.year ? `${found.to.year}, later` : found.to.year,
                  },
                  { name: 'citation', unit: 'text' },
                  { name: 'enacted', unit: 'text', label: 'Law since', show: (row) => day(String(row.enacted)) },
                  { name: 'verified', unit: 'text', show: (row) => <Verified mark={String(row.verified)} /> },
                  { name: 'id', unit: 'text', label: 'Key' },
                ]}
              />
            </>
          )}
        </Loaded>
      )}
    </>
  );
}
