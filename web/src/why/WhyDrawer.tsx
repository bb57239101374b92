import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { Button } from '../parts/Controls';
import { useEscape } from '../parts/escape';
import { useUrlState } from '../state/url';
import { whySource } from './source';
import { WhyBody } from './WhyBody';

/** The drawer from the right: the page stays in sight. Escape closes it, and the focus goes back to where it came from. */
export function WhyDrawer() {
  const url = useUrlState();
  const source = whySource(url.get('why'));
  const text = url.get('why');
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);

  useEffect(() => {
    if (!source) return;
    before.current = document.activeElement;
    box.current?.focus();
    return () => {
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    };
    // Only when another number is asked about.
  }, [text]);

  const close = () => url.set({ why: null });
  useEscape(source !== null, close);

  if (!source || location.pathname === '/why') return null;
  return (
    <div className="drawer" ref={box} tabIndex={-1} role="dialog" aria-modal="false" aria-labelledby="why-title">
      <div className="drawer__head">
        <h2 id="why-title">Why?</h2>
        <Link to={`/why?why=${encodeURIComponent(text)}`} className="ds-c-button ds-c-button--small ds-c-button--ghost">
          Open alone
        </Link>
        <Button small kind="quiet" onClick={close} aria-label="Close Why?">
          Close
        </Button>
      </div>
      <WhyBody key={text} source={source} />
    </div>
  );
}

/** Opens the derivation of a number. */
export function WhyButton({ why, of }: { why: string; of: string }) {
  const url = useUrlState();
  return (
    <Button small className="why-button" aria-label={`Why? ${of}`} aria-haspopup="dialog" onClick={() => url.set({ why }, false)}>
      Why?
    </Button>
  );
}
