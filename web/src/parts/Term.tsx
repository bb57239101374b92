import { useId, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useGlossary } from '../api/queries';
import { useUrlState } from '../state/url';

/** A word of the law: its sentence on focus or hover, its entry in the glossary on click. */
export function Term({ term, children }: { term: string; children?: ReactNode }) {
  const glossary = useGlossary();
  const url = useUrlState();
  const [shown, setShown] = useState(false);
  const id = useId();
  const found = glossary.data?.find(
    (one) =>
      one.term.toLowerCase() === term.toLowerCase() || one.aliases.some((alias) => alias.toLowerCase() === term.toLowerCase()),
  );
  if (!found) return <>{children ?? term}</>;
  return (
    <span className="term" onMouseEnter={() => setShown(true)} onMouseLeave={() => setShown(false)}>
      <Link
        to={`${url.to('/glossary', { term: found.term })}`}
        aria-describedby={shown ? id : undefined}
        onFocus={() => setShown(true)}
        onBlur={() => setShown(false)}
        onKeyDown={(event) => event.key === 'Escape' && setShown(false)}
      >
        {children ?? term}
      </Link>
      {shown && (
        <span className="term__tip" role="tooltip" id={id}>
          {found.sentence} <em>{found.citation}</em>
        </span>
      )}
    </span>
  );
}
