import type { DerivationNode } from '../api/client';
import { useRule } from '../api/queries';
import { Link } from 'react-router';
import { day, words } from '../format/amounts';
import { ProblemView, Skeleton } from '../parts/States';
import { ruleValue } from '../pages/rules/values';
import { useUrlState } from '../state/url';
import { Verified } from './Tree';
import { nameOf } from './tree';

/** The law behind one line of a tree: its paragraph, and for a number of law every value it ever had. */
export function LawOf({ node }: { node: DerivationNode }) {
  const url = useUrlState();
  const id = node.kind === 'parameter' ? (node.source?.replace(/[#[].*$/, '') ?? undefined) : undefined;
  const rule = useRule(id, undefined);
  return (
    <div className="law">
      <h3>{nameOf(node)}</h3>
      <p>
        {node.display}{' '}
        {node.citation && (
          <>
            under <strong>{node.citation}</strong>
          </>
        )}{' '}
        {node.verified && <Verified mark={node.verified} />}
      </p>
      {node.formula && (
        <p>
          <code>{node.formula}</code>
        </p>
      )}
      {!id && node.source && (
        <p>
          Source: <code>{node.source}</code>
        </p>
      )}
      {id && rule.isPending && <Skeleton />}
      {id && rule.error && <ProblemView problem={rule.error} />}
      {rule.data && (
        <>
          <p>
            {rule.data.label}, by {words(rule.data.axis).toLowerCase()}.{' '}
            <Link to={url.to('/rule', { id: rule.data.id })}>{rule.data.id}</Link>
          </p>
          {rule.data.note && <p className="quiet">{rule.data.note}</p>}
          <ul className="law__values">
            {rule.data.values.map((value, at) => (
              <li key={at}>
                <strong>{ruleValue(rule.data.unit, value, rule.data.label)}</strong> for {value.for}
                {value.of ? `, ${words(value.of)}` : ''}
                <br />
                {value.citation}; {value.authority}, law since {day(value.enacted)} <Verified mark={value.verified} />
                {value.note && (
                  <>
                    <br />
                    <span className="quiet">{value.note}</span>
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
