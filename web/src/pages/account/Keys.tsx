import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Problem, type Schemas } from '../../api/client';
import { useAcos } from '../../api/queries';
import { moment } from '../../format/amounts';
import { Button, Choice, Field, Mark } from '../../parts/Controls';
import { Loaded, ProblemView } from '../../parts/States';
import { useCurrent, useIsAtLeast } from '../../session/Session';
import { SimpleTable } from '../../tables/SimpleTable';
import { Secret } from '../accounts/Secret';

type Scope = Schemas['KeyScope'];

const SCOPES: readonly (readonly [Scope, string])[] = [
  ['read', 'read results'],
  ['run', 'start runs and what-ifs'],
  ['import', 'import'],
  ['person', 'read data of single beneficiaries'],
  ['metrics', 'read the metrics'],
];

/** The keys of programs: one's own; an administrator's list has everybody's. */
export function Keys() {
  const queries = useQueryClient();
  const isAdministrator = useIsAtLeast('administrator');
  const keys = useQuery({ queryKey: ['keys'], queryFn: () => ask(api.GET('/api/v1/keys')) });
  const [made, setMade] = useState<Schemas['KeyMade'] | null>(null);
  const refresh = () => void queries.invalidateQueries({ queryKey: ['keys'] });
  const revoke = useMutation<unknown, Problem, string>({
    mutationFn: (id) => ask(api.DELETE('/api/v1/keys/{id}', { params: { path: { id } } })),
    onSuccess: refresh,
  });
  return (
    <section>
      <h2>Keys of programs</h2>
      <p>A key never may more than its owner, and falls with the account. {isAdministrator && 'Here are those of every account.'}</p>
      {made && (
        <Secret title={`The key “${made.key.name}”`} text={made.text} onKept={() => setMade(null)}>
          Put it where only the program reads it; send it as Authorization: Bearer. It is not shown again.
        </Secret>
      )}
      {revoke.error && <ProblemView problem={revoke.error} />}
      <Loaded query={keys} lines={3}>
        {(all) =>
          all.length === 0 ? (
            <p className="quiet">There is no key yet.</p>
          ) : (
            <SimpleTable
              caption="Keys of programs"
              rows={all.map((key) => ({ ...key }))}
              columns={[
                { name: 'name', unit: 'text' },
                { name: 'owner', unit: 'text' },
                { name: 'role', unit: 'text' },
                { name: 'scopes', unit: 'text', label: 'Good for', show: (row) => (row.scopes as string[]).join(', ') },
                { name: 'entities', unit: 'text', label: 'About', show: (row) => (row.entities as string[]).join(', ') },
                { name: 'expires', unit: 'text', show: (row) => moment(row.expires as string) },
                { name: 'state', unit: 'text', show: (row) => <KeyState of={row as unknown as Schemas['KeyView']} /> },
                {
                  name: 'id',
                  unit: 'text',
                  label: 'Revoke',
                  show: (row) =>
                    row.revoked ? (
                      '–'
                    ) : (
                      <Button
                        small
                        disabled={revoke.isPending}
                        aria-label={`Revoke ${String(row.name)}`}
                        onClick={() => revoke.mutate(String(row.id))}
                      >
                        Revoke
                      </Button>
                    ),
                },
              ]}
            />
          )
        }
      </Loaded>
      <Create
        onMade={(key) => {
          setMade(key);
          refresh();
        }}
      />
    </section>
  );
}

function KeyState({ of }: { of: Schemas['KeyView'] }) {
  if (of.revoked) return <Mark kind="poor">revoked</Mark>;
  if (new Date(of.expires) < new Date()) return <Mark kind="fair">expired</Mark>;
  return <Mark kind="good">good</Mark>;
}

function Create({ onMade }: { onMade(key: Schemas['KeyMade']): void }) {
  const session = useCurrent();
  const acos = useAcos();
  const mayRun = useIsAtLeast('analyst');
  const [name, setName] = useState('');
  const [role, setRole] = useState<'viewer' | 'analyst'>('viewer');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read']);
  const [entities, setEntities] = useState('');
  const [days, setDays] = useState('90');
  const chosen = entities.split(/[\s,]+/).filter(Boolean);
  const granted = session.grants.some((grant) => grant.entity === '*')
    ? ['*', ...(acos.data ?? []).map((one) => one.aco)]
    : session.grants.map((grant) => grant.entity);
  const create = useMutation<Schemas['KeyMade'], Problem>({
    mutationFn: () =>
      ask(api.POST('/api/v1/keys', { body: { name, role, scopes: [...scopes], entities: chosen, days: Number(days) } })),
    onSuccess: (key) => {
      onMade(key);
      setName('');
    },
  });
  return (
    <details>
      <summary>Make a key</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        {create.error && <ProblemView problem={create.error} />}
        <div className="controls">
          <Field label="What it is for" value={name} onChange={setName} autoComplete="off" required />
          {mayRun && (
            <Choice
              label="Role"
              value={role}
              onChange={(value) => setRole(value as 'viewer' | 'analyst')}
              options={[
                ['viewer', 'Viewer'],
                ['analyst', 'Analyst'],
              ]}
            />
          )}
          <Field label="About (ACOs or entities)" value={entities} onChange={setEntities} list={granted} required />
          <Field label="Days until it expires" type="number" min="1" max="366" value={days} onChange={setDays} required />
        </div>
        <fieldset className="grants">
          <legend>Good for</legend>
          {SCOPES.map(([scope, label]) => (
            <label className="check" key={scope}>
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={(event) =>
                  setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
                }
              />{' '}
              {label}
            </label>
          ))}
        </fieldset>
        <Button type="submit" disabled={!name || chosen.length === 0 || scopes.length === 0 || create.isPending}>
          Make the key
        </Button>
      </form>
    </details>
  );
}
