import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DerivationView } from '../src/api/client';
import { Tree } from '../src/why/Tree';
import { everyPath, lines, openAtFirst, outline, press } from '../src/why/tree';

const node = (id: number, name: string, parts: number[] = [], kind = 'step') => ({
  id,
  kind,
  unit: 'dollars',
  value: id,
  name,
  display: `$${id}`,
  citation: '42 CFR 425.605',
  parts,
});
const view: DerivationView = {
  root: 0,
  nodes: [
    node(0, 'earned', [1, 2]),
    node(1, 'share', [3, 4]),
    node(2, 'limit', [3]),
    node(3, 'benchmark', [], 'input'),
    node(4, 'rate', [], 'parameter'),
  ],
};

describe('the lines of a tree', () => {
  it('shows what is open, with level and place', () => {
    expect(lines(view, openAtFirst()).map((line) => [line.path, line.level, line.at, line.of])).toEqual([
      ['0', 1, 1, 1],
      ['0/0', 2, 1, 2],
      ['0/1', 2, 2, 2],
    ]);
  });
  it('gives a shared node a line under each', () => {
    const paths = lines(view, everyPath(view))
      .filter((line) => line.node.name === 'benchmark')
      .map((line) => line.path);
    expect(paths).toEqual(['0/0/0', '0/1/0']);
  });
  it('is text with the shared part written once', () => {
    expect(outline(view).split('\n')[0]).toBe('earned = $0   42 CFR 425.605');
    const shared = { ...view, nodes: [...view.nodes.slice(0, 3), node(3, 'benchmark', [4]), node(4, 'rate')] };
    expect(outline(shared).split('\n').slice(2)).toEqual([
      '    benchmark = $3   42 CFR 425.605',
      '      rate = $4   42 CFR 425.605',
      '    rate = $4   42 CFR 425.605',
      '  limit = $2   42 CFR 425.605',
      '    benchmark = $3   42 CFR 425.605   (as above)',
      '',
    ]);
  });
});

describe('keys', () => {
  const open = openAtFirst();
  const shown = lines(view, open);
  it('walk up and down and stop at the ends', () => {
    expect(press('ArrowDown', shown, open, '0')?.focus).toBe('0/0');
    expect(press('ArrowUp', shown, open, '0')?.focus).toBe('0');
    expect(press('End', shown, open, '0')?.focus).toBe('0/1');
    expect(press('ArrowDown', shown, open, '0/1')?.focus).toBe('0/1');
    expect(press('Home', shown, open, '0/1')?.focus).toBe('0');
  });
  it('right opens, then goes in; left closes, then goes out', () => {
    const opened = press('ArrowRight', shown, open, '0/0');
    expect(opened?.focus).toBe('0/0');
    expect(opened?.open?.has('0/0')).toBe(true);
    const inside = lines(view, opened!.open!);
    expect(press('ArrowRight', inside, opened!.open!, '0/0')?.focus).toBe('0/0/0');
    expect(press('ArrowRight', inside, opened!.open!, '0/0/0')).toEqual({ focus: '0/0/0' });
    expect(press('ArrowLeft', inside, opened!.open!, '0/0/0')?.focus).toBe('0/0');
    expect(press('ArrowLeft', inside, opened!.open!, '0/0')?.open?.has('0/0')).toBe(false);
    expect(press('ArrowLeft', shown, open, '0/1')?.focus).toBe('0');
  });
  it('a star opens the siblings, a letter finds a name, others mean nothing', () => {
    expect([...press('*', shown, open, '0/0')!.open!].sort()).toEqual(['0', '0/0', '0/1']);
    expect(press('l', shown, open, '0')?.focus).toBe('0/1');
    expect(press('z', shown, open, '0')).toBeNull();
    expect(press('F5', shown, open, '0')).toBeNull();
  });
});

describe('the tree on the page', () => {
  let root: Root;
  let box: HTMLElement;
  const onLaw = vi.fn();
  beforeEach(() => {
    (globalThis as Record<string, unknown>).IS_REACT_ACT_ENVIRONMENT = true;
    box = document.body.appendChild(document.createElement('div'));
    root = createRoot(box);
    act(() => root.render(<Tree view={view} onLaw={onLaw} />));
  });
  afterEach(() => {
    act(() => root.unmount());
    box.remove();
  });
  const items = () => [...box.querySelectorAll<HTMLElement>('[role=treeitem]')];
  const key = (name: string) =>
    act(() => {
      (document.activeElement as HTMLElement).dispatchEvent(
        new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
      );
    });

  it('has one stop for the tab key and says what is open', () => {
    expect(items().map((item) => item.tabIndex)).toEqual([0, -1, -1]);
    expect(items().map((item) => item.getAttribute('aria-expanded'))).toEqual(['true', 'false', 'false']);
  });
  it('moves the focus with the arrows and opens the law with Enter', () => {
    act(() => items()[0]!.focus());
    key('ArrowDown');
    expect(document.activeElement).toBe(items()[1]);
    key('ArrowRight');
    expect(items()).toHaveLength(5);
    key('ArrowRight');
    key('ArrowDown');
    expect(document.activeElement?.textContent).toContain('rate');
    key('Enter');
    expect(onLaw).toHaveBeenCalledWith(expect.objectContaining({ name: 'rate' }));
    key('ArrowLeft');
    key('ArrowLeft');
    expect(items()).toHaveLength(3);
  });
});
