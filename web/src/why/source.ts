/** Where a derivation is to be had: a run's, or a published row's. In the address it is `run:JOB:NAME` or `proof:FILE:ROW`. */
export type WhySource = { of: 'run'; job: string; name: string } | { of: 'proof'; file: string; row: number };

export function whyText(source: WhySource): string {
  return source.of === 'run' ? `run:${source.job}:${source.name}` : `proof:${source.file}:${source.row}`;
}

export function whySource(text: string): WhySource | null {
  const [of, first, ...rest] = text.split(':');
  const second = rest.join(':');
  if (of === 'run' && first && second) return { of, job: first, name: second };
  if (of === 'proof' && first && /^\d+$/.test(second)) return { of, file: first, row: Number(second) };
  return null;
}
