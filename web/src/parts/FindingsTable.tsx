import type { Schemas } from '../api/client';
import { words } from '../format/amounts';
import { DataTable } from '../tables/DataTable';

/** What a reader refused or found doubtful: where, what, and what to do. */
export function FindingsTable({ id, caption, findings }: { id: string; caption: string; findings: readonly Schemas['FindingView'][] }) {
  return (
    <DataTable
      id={id}
      caption={caption}
      rows={findings.map((one) => ({ ...one, severity: words(one.severity) }))}
      narrow={['file', 'what', 'do']}
      columns={[
        { name: 'severity', unit: 'text' },
        { name: 'file', unit: 'text' },
        { name: 'line', unit: 'number' },
        { name: 'column', unit: 'text' },
        { name: 'what', unit: 'text' },
        { name: 'do', unit: 'text', label: 'What to do' },
      ]}
    />
  );
}
