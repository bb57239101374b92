import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, ask, type DerivationNode } from '../../api/client';
import { Button } from '../../parts/Controls';
import { useEscape } from '../../parts/escape';
import { Loaded } from '../../parts/States';
import { useUrlState } from '../../state/url';
import { LawOf } from '../../why/LawOf';
import { Tree } from '../../why/Tree';
import type { FactsFrom } from './figures';

interface Props {
  entity: string;
  year: number;
  from: FactsFrom;
  npi: string;
  onClose(): void;
}

/** Why a clinician is or is not a QP: the tree down to the facts, the law behind a line, and every score that was tested. */
export function Clinician({ entity, year, from, npi, onClose }: Props) {
  useEscape(true, onClose);
  const url = useUrlState();
  const box = useRef<HTMLDivElement>(null);
  const [law, setLaw] = useState<DerivationNode | null>(null);
  const params = { path: { entity, npi }, query: { year, from, ...(url.asOf ? { as_of: url.asOf } : {}) } };
  const why = useQuery({
    queryKey: ['clinician', entity, year, from, npi, url.asOf],
    retry: false,
    queryFn: () => ask(api.GET('/api/v1/qp/{entity}/clinicians/{npi}', { params })),
  });
  const tree = useQuery({
    queryKey: ['qp-derivation', entity, year, from, npi, url.asOf],
    retry: false,
    queryFn: () => ask(api.GET('/api/v1/qp/{entity}/clinicians/{npi}/derivation', { params })),
  });
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    setLaw(null);
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [npi]);
  const [first = '', reason = ''] = (why.data?.text ?? '').split('\n');
  return (
    <div className="drawer" ref={box} tabIndex={-1} role="dialog" aria-modal="false" aria-labelledby="clinician-title">
      <div className="drawer__head">
        <h2 id="clinician-title">Why? {npi}</h2>
        <Button small kind="quiet" onClick={() => void navigator.clipboard?.writeText(why.data?.text ?? '')}>
          Copy as text
        </Button>
        <Button small kind="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
      <Loaded query={why} lines={3}>
        {() => (
          <>
            <p className="why__title">{first}</p>
            <p>{reason}.</p>
          </>
        )}
      </Loaded>
      <Loaded query={tree} lines={8}>
        {(view) => <Tree view={view} onLaw={setLaw} />}
      </Loaded>
      {law && (
        <section aria-label="Law">
          <LawOf node={law} />
          <Button small onClick={() => setLaw(null)}>
            Close the law
          </Button>
        </section>
      )}
      {why.data && (
        <details>
          <summary>Every score that was tested, as text</summary>
          <pre className="outline" tabIndex={0}>
            {why.data.text}
          </pre>
        </details>
      )}
    </div>
  );
}
