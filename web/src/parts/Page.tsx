import { useEffect, type ReactNode } from 'react';
import { useUrlState } from '../state/url';
import { day } from '../format/amounts';

/** A page: its heading is the one question that it answers. Printed, it says what was chosen. */
export function Page({
  name,
  question,
  answer,
  children,
}: {
  name: string;
  question: string;
  answer?: ReactNode;
  children: ReactNode;
}) {
  const url = useUrlState();
  useEffect(() => {
    document.title = `${name} · Accountable`;
  }, [name]);
  const chosen = [url.aco, url.year && `performance year ${url.year}`, url.asOf && `as known on ${day(url.asOf)}`]
    .filter(Boolean)
    .join(', ');
  return (
    <article className="page">
      <h1>{question}</h1>
      <p className="print-only">
        {name}. {chosen}
      </p>
      {answer && <div className="answer">{answer}</div>}
      {children}
    </article>
  );
}

/** The figures that stand for a page, each with its unit and a way to ask why. */
export function Figures({ children }: { children: ReactNode }) {
  return <ul className="figures">{children}</ul>;
}

export function Figure({
  label,
  value,
  sentence,
  range,
  moved,
  why,
  stale,
}: {
  label: ReactNode;
  value: string;
  sentence?: string;
  range?: string;
  moved?: string;
  why?: ReactNode;
  stale?: boolean;
}) {
  return (
    <li className={stale ? 'figure figure--stale' : 'figure'}>
      <p className="figure__label">{label}</p>
      <p className="figure__value">{value}</p>
      {range && <p className="figure__range">{range}</p>}
      {moved && <p className="figure__moved">{moved}</p>}
      {sentence && <p className="quiet">{sentence}</p>}
      {why}
    </li>
  );
}
