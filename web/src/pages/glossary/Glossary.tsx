import { useEffect } from 'react';
import { Link } from 'react-router';
import { useGlossary } from '../../api/queries';
import { plural } from '../../format/amounts';
import { Field } from '../../parts/Controls';
import { Page } from '../../parts/Page';
import { Empty, Loaded } from '../../parts/States';
import { useUrlState } from '../../state/url';

export default function Glossary() {
  const url = useUrlState();
  const glossary = useGlossary();
  const text = url.get('find').toLowerCase();
  const term = url.get('term');

  useEffect(() => {
    if (term && glossary.data) document.getElementById(idOf(term))?.scrollIntoView({ block: 'start' });
  }, [term, glossary.data]);

  return (
    <Page name="Glossary" question="What does this word mean?">
      <Field label="Find a word" type="search" value={url.get('find')} onChange={(value) => url.set({ find: value })} />
      <Loaded query={glossary} lines={10}>
        {(terms) => {
          const found = terms.filter(
            (one) => !text || [one.term, ...one.aliases, one.sentence].some((each) => each.toLowerCase().includes(text)),
          );
          return (
            <>
              <p className="quiet" role="status">
                {plural(found.length, 'term')}
              </p>
              {found.length === 0 && (
                <Empty title="No term says that">
                  <p>Try a shorter word.</p>
                </Empty>
              )}
              <dl className="glossary">
                {found.map((one) => (
                  <div
                    key={one.term}
                    id={idOf(one.term)}
                    className={one.term === term ? 'glossary__term glossary__term--here' : 'glossary__term'}
                  >
                    <dt>
                      {one.term}
                      {one.aliases.length > 0 && <span className="quiet"> also {one.aliases.join(', ')}</span>}
                    </dt>
                    <dd>
                      <p>{one.sentence}</p>
                      <p className="quiet">{one.citation}</p>
                      {one.see.length > 0 && (
                        <p>
                          See{' '}
                          {one.see.map((other, at) => (
                            <span key={other}>
                              {at > 0 && ', '}
                              <Link to={url.to('/glossary', { term: other })}>{other}</Link>
                            </span>
                          ))}
                        </p>
                      )}
                      {one.used_in.length > 0 && (
                        <details>
                          <summary>Used in {plural(one.used_in.length, 'number')} of law</summary>
                          <ul className="plain">
                            {one.used_in.map((id) => (
                              <li key={id}>
                                <Link to={url.to('/rule', { id: id })}>{id}</Link>
                              </li>
                            ))}
                          </ul>
                        </details>
                      )}
                    </dd>
                  </div>
                ))}
              </dl>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function idOf(term: string): string {
  return `term-${term.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}
