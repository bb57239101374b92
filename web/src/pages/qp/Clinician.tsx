import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, ask } from '../../api/client';
import { Button } from '../../parts/Controls';
import { useEscape } from '../../parts/escape';
import { Loaded } from '../../parts/States';

/** Why a clinician is or is not a QP, in the words of the command line, beside the page. */
export function Clinician({ entity, year, npi, onClose }: { entity: string; year: number; npi: string; onClose(): void }) {
  useEscape(true, onClose);
  const box = useRef<HTMLDivElement>(null);
  const why = useQuery({
    queryKey: ['clinician', entity, year, npi],
    queryFn: () => ask(api.GET('/api/v1/qp/{entity}/clinicians/{npi}', { params: { path: { entity, npi }, query: { year } } })),
  });
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [npi]);
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
      <Loaded query={why} lines={8}>
        {(found) => (
          <pre className="outline" tabIndex={0}>
            {found.text}
          </pre>
        )}
      </Loaded>
    </div>
  );
}
