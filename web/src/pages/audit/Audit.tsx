import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/client';
import { moment, number, plural } from '../../format/amounts';
import { Button, Field, Note } from '../../parts/Controls';
import { Page } from '../../parts/Page';
import { Loaded } from '../../parts/States';
import { useIsAtLeast } from '../../session/Session';
import { dayOf, useUrlState } from '../../state/url';
import { DataTable } from '../../tables/DataTable';

/** What the log has entries of, so that a filter can be chosen and not guessed. */
const ACTIONS = [
  'sign-in',
  'sign-in refused',
  'sign-out',
  'password changed',
  'password refused',
  'second factor set',
  'second factor taken away',
  'account made',
  'account changed',
  'account removed',
  'key made',
  'key revoked',
  'key refused',
  'refused',
  'read person-level data',
  'upload refused',
  'import started',
  'import done',
  'import failed',
  'run started',
  'run done',
  'run failed',
  'whatif started',
  'whatif done',
  'jobs interrupted',
  'run setting kept',
  'run setting refused',
  'run setting withdrawn',
];

const MOST = 5000;

export default function Audit() {
  const may = useIsAtLeast('administrator');
  return (
    <Page name="Audit" question="Who did what, and is the log whole?">
      {may ? <Inside /> : <p>The audit log is read by administrators: ask one of yours.</p>}
    </Page>
  );
}

function Inside() {
  const url = useUrlState();
  const queries = useQueryClient();
  const [actor, action, entity] = [url.get('who'), url.get('what'), url.get('whose')];
  const [from, to] = [dayOf(url.get('from')), dayOf(url.get('to'))];
  const query = {
    limit: MOST,
    ...(actor && { actor }),
    ...(action && { action }),
    ...(entity && { entity }),
    ...(from && { from }),
    ...(to && { to }),
  };
  const log = useQuery({ queryKey: ['audit', query], queryFn: () => ask(api.GET('/api/v1/audit', { params: { query } })) });
  const verified = useQuery({ queryKey: ['audit-verification'], queryFn: () => ask(api.GET('/api/v1/audit/verification')) });
  const isFiltered = Object.keys(query).length > 1;
  return (
    <>
      <Loaded query={verified} lines={2}>
        {(found) =>
          found.holds ? (
            <div className="answer">
              <p>
                The chain of {number(found.entries)} entries holds: each is as it was written, and none was cut off. Its head is{' '}
                <code className="secret">{found.head}</code>. Keep the head elsewhere; with it{' '}
                <code className="command">accountable audit verify --state STATE --head HEAD</code> shows later that nothing was written
                anew.
              </p>
            </div>
          ) : (
            <Note kind="error" title={found.first_wrong ? `The chain breaks at entry ${found.first_wrong}` : 'The chain does not hold'}>
              {found.what}
            </Note>
          )
        }
      </Loaded>
      <p>
        <Button
          small
          disabled={verified.isFetching}
          onClick={() => {
            void queries.invalidateQueries({ queryKey: ['audit-verification'] });
            void queries.invalidateQueries({ queryKey: ['audit'] });
          }}
        >
          {verified.isFetching ? 'Verifying…' : 'Verify again'}
        </Button>
      </p>
      <div className="controls" role="group" aria-label="Which entries">
        <Field label="Who" value={actor} onChange={(value) => url.set({ who: value || null })} />
        <Field label="What" value={action} onChange={(value) => url.set({ what: value || null })} list={ACTIONS} />
        <Field label="Whose data" value={entity} onChange={(value) => url.set({ whose: value || null })} />
        <Field label="From" type="date" value={from ?? ''} onChange={(value) => url.set({ from: dayOf(value) ?? null })} />
        <Field label="To" type="date" value={to ?? ''} onChange={(value) => url.set({ to: dayOf(value) ?? null })} />
        {isFiltered && (
          <Button small onClick={() => url.set({ who: null, what: null, whose: null, from: null, to: null })}>
            Every entry
          </Button>
        )}
      </div>
      <Loaded query={log} lines={10}>
        {(page) => (
          <>
            <p className="quiet" role="status">
              {plural(page.total, 'entry', 'entries')}
              {page.total > MOST && `, of which the newest ${number(MOST)} are shown; choose days for earlier ones`}. Days are those of UTC.
            </p>
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
          </>
        )}
      </Loaded>
    </>
  );
}
