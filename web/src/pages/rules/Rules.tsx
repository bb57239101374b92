import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { api, ask, type RuleView } from '../../api/client';
import { MOST_ROWS } from '../../api/queries';
import { day, plural, words } from '../../format/amounts';
import { Choice, Field } from '../../parts/Controls';
import { Page } from '../../parts/Page';
import { Loaded } from '../../parts/States';
import { useUrlState } from '../../state/url';
import { DataTable } from '../../tables/DataTable';
import { Verified } from '../../why/Tree';
import { Coverage } from './Coverage';
import { Lanes } from './Lanes';
import { RuleComparison } from './RuleComparison';
import { ruleValue } from './values';

const VIEWS: readonly (readonly [string, string])[] = [
  ['law', 'The law'],
  ['compare', 'Compare'],
  ['coverage', 'What is covered'],
];

export default function Rules() {
  const url = useUrlState();
  const view = url.get('view') || 'law';
  return (
    <Page name="Rules" question="What does the law say, and since when?">
      <nav className="views" aria-label="Views of the rule book">
        {VIEWS.map(([key, label]) => (
          <Link key={key} to={url.to('/rules', { view: key })} aria-current={view === key ? 'page' : undefined}>
            {label}
          </Link>
        ))}
      </nav>
      {view === 'compare' ? <RuleComparison /> : view === 'coverage' ? <Coverage /> : <Law />}
    </Page>
  );
}

function Law() {
  const url = useUrlState();
  const text = url.get('find');
  const verified = url.get('verified');
  const year = url.get('of') || (url.year ? String(url.year) : '');
  const rules = useQuery({
    queryKey: ['rules', year, url.asOf, verified],
    staleTime: Infinity,
    queryFn: () =>
      ask(
        api.GET('/api/v1/rules', {
          params: {
            query: {
              limit: MOST_ROWS,
              ...(year ? { year } : {}),
              ...(url.asOf ? { as_of: url.asOf } : {}),
              ...(verified ? { verified } : {}),
            },
          },
        }),
      ),
  });
  return (
    <>
      <div className="controls">
        <Field label="Find in names and keys" type="search" value={text} onChange={(value) => url.set({ find: value })} />
        <Field
          label="Law for the year"
          value={year}
          inputMode="numeric"
          placeholder="every year"
          onChange={(value) => url.set({ of: value.replaceAll(/\D/g, '').slice(0, 4) })}
        />
        <Choice
          label="Checked"
          value={verified}
          onChange={(value) => url.set({ verified: value })}
          options={[
            ['', 'any'],
            ['primary', 'in the law itself'],
            ['secondary', 'in a source about it'],
            ['no', 'by nobody yet'],
          ]}
        />
      </div>
      <Loaded query={rules} lines={10} chart>
        {(page) => <Found rules={page.rules} text={text} asOf={page.as_of} book={page.rule_book} year={year} />}
      </Loaded>
    </>
  );
}

function Found({
  rules,
  text,
  asOf,
  book,
  year,
}: {
  rules: readonly RuleView[];
  text: string;
  asOf: string;
  book: string;
  year: string;
}) {
  const url = useUrlState();
  const found = useMemo(() => {
    const sought = text.toLowerCase();
    return rules.filter((rule) => !sought || rule.id.toLowerCase().includes(sought) || rule.label.toLowerCase().includes(sought));
  }, [rules, text]);
  const rows = useMemo(
    () =>
      found.map((rule) => ({
        id: rule.id,
        label: rule.label,
        value: year
          ? rule.values.length === 1
            ? ruleValue(rule.unit, rule.values[0], rule.label)
            : rule.values.length === 0
              ? 'no law'
              : `${rule.values.length} values by ${words(rule.by ?? 'member').toLowerCase()}`
          : `${rule.values.length}`,
        citation: [...new Set(rule.values.map((value) => value.citation))].slice(0, 2).join('; '),
        covers: rule.covers,
        verified: rule.verified,
      })),
    [found, year],
  );
  const notVerified = found.filter((rule) => rule.verified === 'no').length;
  return (
    <>
      <div className="answer">
        <p>
          {plural(found.length, 'parameter')}
          {year && <> with the law of {year}</>} as known on {day(url.asOf ?? asOf)};{' '}
          {notVerified === 0 ? 'each was checked' : `${plural(notVerified, 'of them', 'of them')} not verified by anybody`}.{' '}
          <span className="quiet">
            Rule book <code title={book}>{book.slice(0, 12)}</code>
          </span>
        </p>
      </div>
      <Lanes rules={found} />
      <DataTable
        id="rules"
        caption="Parameters"
        rows={rows}
        narrow={['label', 'value', 'verified']}
        columns={[
          {
            name: 'label',
            unit: 'text',
            label: 'Parameter',
            show: (row) => <Link to={url.to('/rule', { id: String(row.id) })}>{String(row.label)}</Link>,
          },
          { name: 'value', unit: 'text', label: year ? `Value for ${year}` : 'Values ever' },
          { name: 'citation', unit: 'text' },
          { name: 'covers', unit: 'text', label: 'Years' },
          { name: 'verified', unit: 'text', show: (row) => <Verified mark={String(row.verified)} /> },
          { name: 'id', unit: 'text', label: 'Key' },
        ]}
      />
    </>
  );
}
