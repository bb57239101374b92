import type { DerivationNode, DerivationView } from '../api/client';

/** A line of the tree that is in sight. A node that several others rest on has a line under each: the path tells them apart. */
export interface Line {
  path: string;
  node: DerivationNode;
  level: number;
  at: number;
  of: number;
  hasParts: boolean;
  isOpen: boolean;
}

export const ROOT = '0';

function nodesById(view: DerivationView): Map<number, DerivationNode> {
  return new Map(view.nodes.map((node) => [node.id, node]));
}

/** The lines in sight, in order. */
export function lines(view: DerivationView, open: ReadonlySet<string>): Line[] {
  const byId = nodesById(view);
  const found: Line[] = [];
  function add(id: number, path: string, level: number, at: number, of: number) {
    const node = byId.get(id);
    if (!node) return;
    const parts = node.parts ?? [];
    const isOpen = parts.length > 0 && open.has(path);
    found.push({ path, node, level, at, of, hasParts: parts.length > 0, isOpen });
    if (isOpen) parts.forEach((part, index) => add(part, `${path}/${index}`, level + 1, index + 1, parts.length));
  }
  add(view.root, ROOT, 1, 1, 1);
  return found;
}

/** The first two levels, so that a person sees at once what the number is made of. */
export function openAtFirst(): Set<string> {
  return new Set([ROOT]);
}

/** Every path that can be opened, each once. */
export function everyPath(view: DerivationView, most = 5000): Set<string> {
  const byId = nodesById(view);
  const found = new Set<string>();
  const waiting: [number, string][] = [[view.root, ROOT]];
  for (let next = waiting.shift(); next && found.size < most; next = waiting.shift()) {
    const parts = byId.get(next[0])?.parts ?? [];
    if (parts.length === 0) continue;
    found.add(next[1]);
    parts.forEach((part, index) => waiting.push([part, `${next![1]}/${index}`]));
  }
  return found;
}

export interface Step {
  focus: string;
  open?: ReadonlySet<string>;
}

function withPath(open: ReadonlySet<string>, path: string, isOpen: boolean): Set<string> {
  const next = new Set(open);
  if (isOpen) next.add(path);
  else next.delete(path);
  return next;
}

/** What a key does, as the ARIA tree pattern says; null for a key that means nothing here. */
export function press(key: string, shown: readonly Line[], open: ReadonlySet<string>, focus: string): Step | null {
  const index = shown.findIndex((line) => line.path === focus);
  const line = shown[index];
  if (!line) return null;
  const go = (to: number): Step | null => (shown[to] ? { focus: shown[to].path } : { focus });
  switch (key) {
    case 'ArrowDown':
      return go(index + 1);
    case 'ArrowUp':
      return go(index - 1);
    case 'Home':
      return go(0);
    case 'End':
      return go(shown.length - 1);
    case 'ArrowRight':
      if (!line.hasParts) return { focus };
      return line.isOpen ? go(index + 1) : { focus, open: withPath(open, line.path, true) };
    case 'ArrowLeft': {
      if (line.isOpen) return { focus, open: withPath(open, line.path, false) };
      const parent = line.path.includes('/') ? line.path.slice(0, line.path.lastIndexOf('/')) : line.path;
      return { focus: parent };
    }
    case '*': {
      const stem = line.path.slice(0, line.path.lastIndexOf('/'));
      const next = new Set(open);
      for (const other of shown) {
        if (other.hasParts && other.level === line.level && other.path.slice(0, other.path.lastIndexOf('/')) === stem)
          next.add(other.path);
      }
      return { focus, open: next };
    }
    default:
      return /^\S$/.test(key) ? letter(key, shown, index) : null;
  }
}

/** A letter goes to the next line that begins with it. */
function letter(key: string, shown: readonly Line[], index: number): Step | null {
  for (let step = 1; step <= shown.length; step++) {
    const line = shown[(index + step) % shown.length]!;
    if (nameOf(line.node).toLowerCase().startsWith(key.toLowerCase())) return { focus: line.path };
  }
  return null;
}

export function nameOf(node: DerivationNode): string {
  return node.name ?? node.source ?? node.operation ?? node.kind;
}

/** The tree as text, as the command line prints it. */
export function outline(view: DerivationView): string {
  const byId = nodesById(view);
  const seen = new Set<number>();
  const text: string[] = [];
  function add(id: number, level: number) {
    const node = byId.get(id);
    if (!node) return;
    const formula = node.formula ? `   [${node.formula}]` : '';
    const law = node.citation ? `   ${node.citation}` : '';
    const source = node.source ? `   ${node.source}` : '';
    const again = seen.has(id) && (node.parts?.length ?? 0) > 0;
    text.push(
      `${'  '.repeat(level)}${nameOf(node)} = ${node.display ?? node.value}${formula}${law}${source}${again ? '   (as above)' : ''}`,
    );
    if (again) return;
    seen.add(id);
    for (const part of node.parts ?? []) add(part, level + 1);
  }
  add(view.root, 0);
  return `${text.join('\n')}\n`;
}
