import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/client';
import { moment, number } from '../../format/amounts';
import { Note } from '../../parts/Controls';
import { Page } from '../../parts/Page';
import { Loaded } from '../../parts/States';
import { DataTable } from '../../tables/DataTable';

export default function Audit() {
  const log = useQuery({
    queryKey: ['audit'],
    queryFn: () => ask(api.GET('/api/v1/audit', { params: { query: { limit: 5000 } } })),
  });
  const verified = useQuery({ queryKey: ['audit-verification'], queryFn: () => ask(api.GET('/api/v1/audit/verification')) });
  return (
    <Page name="Audit" question="Who did what, and is the log whole?">
      <Loaded query={verified} lines={2}>
        {(found) =>
          found.holds ? (
            <div className="answer">
              <p>
                The chain of {number(found.entries)} entries holds; its head is <code>{found.head.slice(0, 16)}</code>.
              </p>
            </div>
          ) : (
            <Note kind="error" title={`The chain breaks at entry ${found.first_wrong}`}>
              {found.what}
            </Note>
          )
        }
      </Loaded>
      <Loaded query={log} lines={10}>
        {(page) => (
          <DataTable
            id="audit"
            caption="Entries, newest first"
            rows={page.entries.map((one) => ({ ...one }))}
            total={page.total}
            narrow={['at', 'actor', 'action']}
            columns={[
              { name: 'seq', unit: 'count', label: 'No.' },
              { name: 'at', unit: 'text', label: 'When', show: (row) => moment(row.at as string) },
              { name: 'actor', unit: 'text', label: 'Who' },
              { name: 'action', unit: 'text', label: 'What' },
              { name: 'entity', unit: 'text', label: 'Whose data' },
              { name: 'detail', unit: 'text' },
              { name: 'address', unit: 'text' },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}
