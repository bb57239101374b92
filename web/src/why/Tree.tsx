import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { DerivationNode, DerivationView } from '../api/client';
import { Button, Mark } from '../parts/Controls';
import { everyPath, lines, nameOf, openAtFirst, press, ROOT } from './tree';

const KINDS: Record<string, string> = {
  input: 'fact',
  parameter: 'law',
  assumption: 'assumption',
  step: 'step',
  operation: 'sum',
  constant: 'constant',
};

interface TreeProps {
  view: DerivationView;
  onLaw(node: DerivationNode): void;
  /** What a leaf that comes from claims says of the people behind it; null for any other leaf. */
  people?(node: DerivationNode): string | null;
  onPeople?(node: DerivationNode): void;
}

/** A derivation as a tree (ARIA pattern): arrows walk it, Enter opens the law of a line, or the people behind a fact. */
export function Tree({ view, onLaw, people, onPeople }: TreeProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(openAtFirst);
  const [focus, setFocus] = useState(ROOT);
  const shown = useMemo(() => lines(view, open), [view, open]);
  const items = useRef(new Map<string, HTMLElement>());
  const moved = useRef(false);

  useEffect(() => {
    if (moved.current) items.current.get(focus)?.focus();
    moved.current = false;
  }, [focus, shown]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const line = shown.find((one) => one.path === focus);
    if ((event.key === 'Enter' || event.key === ' ') && line) {
      event.preventDefault();
      if (people?.(line.node)) onPeople?.(line.node);
      else if (line.node.citation || line.node.kind === 'parameter') onLaw(line.node);
      return;
    }
    const step = press(event.key, shown, open, focus);
    if (!step) return;
    event.preventDefault();
    moved.current = true;
    if (step.open) setOpen(step.open);
    setFocus(step.focus);
    if (step.focus === focus) items.current.get(focus)?.focus();
  }

  function toggle(path: string) {
    const next = new Set(open);
    if (!next.delete(path)) next.add(path);
    setOpen(next);
    setFocus(path);
  }

  return (
    <>
      <p className="tree__tools">
        <Button small kind="quiet" onClick={() => setOpen(everyPath(view))}>
          Open all
        </Button>
        <Button
          small
          kind="quiet"
          onClick={() => {
            setOpen(openAtFirst());
            setFocus(ROOT);
          }}
        >
          Close all
        </Button>
        <span className="quiet">Arrow keys walk the tree; Enter opens the law, or the people behind a fact.</span>
      </p>
      <ul className="tree" role="tree" aria-label="How the number came about" onKeyDown={onKeyDown}>
        {shown.map((line) => (
          <li
            key={line.path}
            ref={(element) => {
              if (element) items.current.set(line.path, element);
              else items.current.delete(line.path);
            }}
            role="treeitem"
            aria-level={line.level}
            aria-posinset={line.at}
            aria-setsize={line.of}
            aria-expanded={line.hasParts ? line.isOpen : undefined}
            aria-selected={line.path === focus}
            tabIndex={line.path === focus ? 0 : -1}
            className="tree__line"
            style={{ paddingInlineStart: `${(line.level - 1) * 1.1}rem` }}
            onClick={() => {
              if (line.hasParts) toggle(line.path);
              else {
                setFocus(line.path);
                if (people?.(line.node)) onPeople?.(line.node);
              }
            }}
            onFocus={() => setFocus(line.path)}
          >
            <span className="tree__twist" aria-hidden="true">
              {line.hasParts ? (line.isOpen ? '▾' : '▸') : '·'}
            </span>
            <span className="tree__what">
              <span className="tree__name">{nameOf(line.node)}</span>
              <span className="tree__value"> = {line.node.display ?? String(line.node.value)}</span>
              {line.node.formula && <span className="tree__formula">{line.node.formula}</span>}
              <span className="tree__law">
                <Mark kind="plain">{KINDS[line.node.kind] ?? line.node.kind}</Mark>
                {line.node.citation && <span>{line.node.citation}</span>}
                {line.node.source && line.node.source !== line.node.name && (
                  <span className="tree__source">{line.node.source}</span>
                )}
                {line.node.verified && line.node.verified !== 'primary' && <Verified mark={line.node.verified} />}
                {people?.(line.node) && <span className="tree__people">{people(line.node)} →</span>}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** How far a number of law was checked against its source, in a word. */
export function Verified({ mark }: { mark: string }) {
  const kind = mark === 'primary' ? 'good' : mark === 'secondary' ? 'fair' : 'poor';
  const text = mark === 'no' ? 'not verified' : `verified: ${mark}`;
  const title =
    mark === 'primary'
      ? 'Read in the law itself'
      : mark === 'secondary'
        ? 'Read in a source about the law'
        : 'Nobody checked this yet';
  return (
    <Mark kind={kind} title={title}>
      {text}
    </Mark>
  );
}
