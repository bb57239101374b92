import { Link } from 'react-router';
import { useGlossary, useRule } from '../../api/queries';
import { day, plural, words } from '../../format/amounts';
import { Page } from '../../parts/Page';
import { Loaded } from '../../parts/States';
import { useUrlState } from '../../state/url';
import { SimpleTable } from '../../tables/SimpleTable';
import { Verified } from '../../why/Tree';
import { Lanes } from './Lanes';
import { ruleValue } from './values';

/** One parameter: every value that it ever had, on both clocks. */
export default function Rule() {
  const url = useUrlState();
  const id = url.get('id') || undefined;
  const rule = useRule(id, url.asOf);
  const glossary = useGlossary();
  const terms = glossary.data?.filter((term) => id && term.used_in.includes(id)) ?? [];
  return (
    <Page
      name={rule.data?.label ?? 'Rule'}
      question={rule.data ? `${words(rule.data.label)}: since when, and why?` : 'What does the law say?'}
    >
      <p>
        <Link to={url.to('/rules')}>All rules</Link>
      </p>
      <Loaded query={rule} lines={8} chart>
        {(found) => (
          <>
            <div className="answer">
              <p>
                {plural(found.values.length, 'value')} by {words(found.axis).toLowerCase()}
                {found.by && ` and ${words(found.by).toLowerCase()}`}, covering {found.covers}. <Verified mark={found.verified} />{' '}
                <code>{found.id}</code>
              </p>
              {found.note && <p>{found.note}</p>}
              {terms.length > 0 && (
                <p>
                  Words:{' '}
                  {terms.map((term, at) => (
                    <span key={term.term}>
                      {at > 0 && ', '}
                      <Link to={url.to('/glossary', { term: term.term })}>{term.term}</Link>
                    </span>
                  ))}
                </p>
              )}
            </div>
            <Lanes
              rules={found.values.map((value) => ({
                ...found,
                label: `${value.of ? `${words(value.of)}, ` : ''}law since ${day(value.enacted)}`,
                verified: value.verified,
                values: [value],
              }))}
            />
            <h2>Every value</h2>
            <SimpleTable
              caption="Every value"
              columns={[
                { name: 'for', unit: 'text', label: 'Applies' },
                { name: 'of', unit: 'text', label: found.by ? words(found.by) : 'Of' },
                { name: 'value', unit: 'number', show: (row) => row.value as string },
                { name: 'enacted', unit: 'text', label: 'Law since', show: (row) => day(row.enacted as string) },
                { name: 'authority', unit: 'text' },
                { name: 'citation', unit: 'text' },
                { name: 'verified', unit: 'text', show: (row) => <Verified mark={String(row.verified)} /> },
                { name: 'note', unit: 'text' },
              ]}
              rows={found.values.map((value) => ({
                ...value,
                of: value.of ? words(value.of) : '',
                value: ruleValue(found.unit, value, found.label),
              }))}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}
