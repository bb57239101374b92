import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Problem, type Schemas } from '../../api/client';
import { plural } from '../../format/amounts';
import { Button, Choice, Field, Mark, Note } from '../../parts/Controls';
import { Page } from '../../parts/Page';
import { Loaded, ProblemView } from '../../parts/States';
import { useCurrent, useIsAtLeast } from '../../session/Session';
import { useUrlState } from '../../state/url';
import { SimpleTable } from '../../tables/SimpleTable';
import { grantsInWords, GrantsEditor, type Grant } from './Grants';
import { Secret } from './Secret';

type User = Schemas['UserView'];
type Role = NonNullable<Schemas['Role']>;

const ROLES: readonly (readonly [Role, string])[] = [
  ['viewer', 'Viewer: looks'],
  ['analyst', 'Analyst: also imports, runs, asks what if'],
  ['administrator', 'Administrator: also keeps accounts'],
];

export default function Accounts() {
  const may = useIsAtLeast('administrator');
  return (
    <Page name="Accounts" question="Who may do what, and about whom?">
      {may ? <Inside /> : <p>Accounts are kept by administrators: ask one of yours.</p>}
    </Page>
  );
}

function Inside() {
  const url = useUrlState();
  const queries = useQueryClient();
  const session = useCurrent();
  const users = useQuery({ queryKey: ['users'], queryFn: () => ask(api.GET('/api/v1/users')) });
  const [given, setGiven] = useState<{ name: string; password: string } | null>(null);
  const refresh = () => void queries.invalidateQueries({ queryKey: ['users'] });
  return (
    <>
      {given && (
        <Secret title={`The one-time password of ${given.name}`} text={given.password} onKept={() => setGiven(null)}>
          Give it to them by a way that nobody else reads. It works for one sign-in, at which they choose their own, and it is not shown
          again.
        </Secret>
      )}
      <Loaded query={users}>
        {(all) => {
          const chosen = all.find((user) => user.name === url.get('account'));
          return (
            <>
              <div className="answer">
                <p>
                  {plural(all.length, 'account')}, {plural(all.filter((user) => user.role === 'administrator' && !user.disabled).length, 'administrator')}{' '}
                  among them.
                </p>
              </div>
              <SimpleTable
                caption="Accounts"
                rows={all.map((user) => ({ ...user }))}
                columns={[
                  { name: 'name', unit: 'text' },
                  { name: 'role', unit: 'text' },
                  { name: 'state', unit: 'text', show: (row) => <State user={row as unknown as User} /> },
                  { name: 'grants', unit: 'text', label: 'Granted', show: (row) => grantsInWords(row.grants as Grant[]) },
                  {
                    name: 'second_factor',
                    unit: 'text',
                    label: 'Second factor',
                    show: (row) => (row.second_factor ? 'yes' : 'no'),
                  },
                  {
                    name: 'id',
                    unit: 'text',
                    label: 'Change',
                    show: (row) => (
                      <Button
                        small
                        aria-label={`${row.name === chosen?.name ? 'Close' : 'Change'} ${String(row.name)}`}
                        onClick={() => url.set({ account: row.name === chosen?.name ? null : String(row.name) })}
                      >
                        {row.name === chosen?.name ? 'Close' : 'Change'}
                      </Button>
                    ),
                  },
                ]}
              />
              {chosen && (
                <Change
                  key={chosen.id}
                  user={chosen}
                  isSelf={chosen.name === session.user}
                  onDone={refresh}
                  onGiven={(password) => setGiven({ name: chosen.name, password })}
                  onRemoved={() => {
                    url.set({ account: null });
                    refresh();
                  }}
                />
              )}
            </>
          );
        }}
      </Loaded>
      <Create
        onMade={(name, password) => {
          setGiven({ name, password });
          window.scrollTo(0, 0);
          refresh();
        }}
      />
    </>
  );
}

function State({ user }: { user: User }) {
  if (user.disabled) return <Mark kind="poor">shut</Mark>;
  if (user.locked) return <Mark kind="fair">locked for a while</Mark>;
  if (user.must_change_password) return <Mark kind="plain">has not signed in yet</Mark>;
  return <Mark kind="good">open</Mark>;
}

function Create({ onMade }: { onMade(name: string, password: string): void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [grants, setGrants] = useState<readonly Grant[]>([]);
  const create = useMutation<Schemas['UserMade'], Problem>({
    mutationFn: () => ask(api.POST('/api/v1/users', { body: { name, role, grants: [...grants] } })),
    onSuccess: (made) => {
      onMade(made.user.name, made.one_time_password);
      setName('');
      setGrants([]);
    },
  });
  return (
    <section>
      <h2>A new account</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        {create.error && <ProblemView problem={create.error} />}
        <div className="controls">
          <Field label="Name" value={name} onChange={setName} autoComplete="off" required />
          <Choice label="Role" value={role} onChange={(value) => setRole(value as Role)} options={ROLES} />
        </div>
        <GrantsEditor grants={grants} onChange={setGrants} />
        <Button type="submit" kind="solid" disabled={!name || create.isPending}>
          Make the account
        </Button>
      </form>
    </section>
  );
}

interface ChangeProps {
  user: User;
  isSelf: boolean;
  onDone(): void;
  onGiven(password: string): void;
  onRemoved(): void;
}

/** One account: role and grants are kept together; the rest takes effect at once. */
function Change({ user, isSelf, onDone, onGiven, onRemoved }: ChangeProps) {
  const [role, setRole] = useState<Role>(user.role ?? 'viewer');
  const [grants, setGrants] = useState<readonly Grant[]>(user.grants);
  const [removing, setRemoving] = useState(false);
  const change = useMutation<Schemas['UserChanged'], Problem, Partial<Schemas['UserChange']>>({
    mutationFn: (what) => ask(api.PATCH('/api/v1/users/{id}', { params: { path: { id: user.id } }, body: what as Schemas['UserChange'] })),
    onSuccess: (changed) => {
      if (changed.one_time_password) onGiven(changed.one_time_password);
      onDone();
    },
  });
  const remove = useMutation<unknown, Problem>({
    mutationFn: () => ask(api.DELETE('/api/v1/users/{id}', { params: { path: { id: user.id } } })),
    onSuccess: onRemoved,
  });
  const busy = change.isPending || remove.isPending;
  return (
    <section className="job" aria-label={`Account ${user.name}`}>
      <h2>{user.name}</h2>
      {isSelf && (
        <Note kind="note" title="This is your own account">
          What you take from yourself only another administrator can give back.
        </Note>
      )}
      {change.error && <ProblemView problem={change.error} />}
      {remove.error && <ProblemView problem={remove.error} />}
      {change.isSuccess && !change.data.one_time_password && <p role="status">Kept.</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ role, grants: [...grants] });
        }}
      >
        <div className="controls">
          <Choice label="Role" value={role} onChange={(value) => setRole(value as Role)} options={ROLES} />
        </div>
        <GrantsEditor grants={grants} onChange={setGrants} />
        <Button type="submit" kind="solid" disabled={busy}>
          Keep role and grants
        </Button>
      </form>
      <p className="buttons account__acts">
        {user.locked && (
          <Button small disabled={busy} onClick={() => change.mutate({ unlock: true })}>
            End the lock
          </Button>
        )}
        <Button small disabled={busy} onClick={() => change.mutate({ disabled: !user.disabled })}>
          {user.disabled ? 'Open the account' : 'Shut the account'}
        </Button>
        <Button small disabled={busy} onClick={() => change.mutate({ reset_password: true })}>
          Give a new one-time password
        </Button>
        <Button small disabled={busy} aria-expanded={removing} onClick={() => setRemoving(!removing)}>
          Remove…
        </Button>
      </p>
      {removing && (
        <Note kind="warning" title={`Remove ${user.name} for good?`}>
          <p>Grants, keys and sessions go with the account. What it did stays in the audit log.</p>
          <Button small disabled={busy} onClick={() => remove.mutate()}>
            Remove {user.name}
          </Button>
        </Note>
      )}
      <p className="quiet">A new one-time password ends every session of the account and its second factor.</p>
    </section>
  );
}
