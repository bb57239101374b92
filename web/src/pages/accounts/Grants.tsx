import type { Schemas } from '../../api/client';
import { useAcos } from '../../api/queries';
import { Button, Field } from '../../parts/Controls';

export type Grant = Schemas['GrantView'];

/** What somebody is granted, in words. */
export function grantsInWords(grants: readonly Grant[]): string {
  if (grants.length === 0) return 'nothing';
  return grants
    .map((grant) => `${grant.entity === '*' ? 'every entity' : grant.entity}${grant.person_level ? ', with people' : ''}`)
    .join('; ');
}

/** The grants of an account: whose figures it sees, and whether it sees their beneficiaries one by one. */
export function GrantsEditor({ grants, onChange }: { grants: readonly Grant[]; onChange(grants: readonly Grant[]): void }) {
  const acos = useAcos();
  const known = (acos.data ?? []).map((one) => one.aco);
  const change = (at: number, next: Partial<Grant>) =>
    onChange(grants.map((grant, index) => (index === at ? { ...grant, ...next } : grant)));
  return (
    <fieldset className="grants">
      <legend>Granted</legend>
      {grants.length === 0 && <p className="quiet">Nothing yet: the account may sign in and sees the law only.</p>}
      {grants.map((grant, at) => (
        <div className="controls grants__row" key={at}>
          <Field
            label="ACO or entity"
            value={grant.entity}
            onChange={(value) => change(at, { entity: value.trim() })}
            list={['*', ...known]}
            required
          />
          <label className="check">
            <input
              type="checkbox"
              checked={grant.person_level}
              onChange={(event) => change(at, { person_level: event.target.checked })}
            />{' '}
            May see its beneficiaries one by one
          </label>
          <Button
            small
            aria-label={`Take away the grant of ${grant.entity || 'this row'}`}
            onClick={() => onChange(grants.filter((_, index) => index !== at))}
          >
            Take away
          </Button>
        </div>
      ))}
      <p>
        <Button
          small
          onClick={() =>
            onChange([
              ...grants,
              { entity: known.find((one) => !grants.some((grant) => grant.entity === one)) ?? '', person_level: false },
            ])
          }
        >
          Add a grant
        </Button>{' '}
        <span className="quiet">An asterisk stands for every entity.</span>
      </p>
    </fieldset>
  );
}
