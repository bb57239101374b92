import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { api, ask, Problem, setCsrfToken } from '../api/client';
import { Button, Field, Note } from '../parts/Controls';

/** Name and password, and the code of the second factor when the account has one. */
export function SignIn() {
  const queries = useQueryClient();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const codeField = useRef<HTMLInputElement>(null);

  useEffect(() => {
    document.title = 'Sign in · Accountable';
  }, []);
  useEffect(() => {
    if (asksCode) codeField.current?.focus();
  }, [asksCode]);

  async function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const session = await ask(api.POST('/api/v1/session', { body: { user, password, code: asksCode ? code : null } }));
      setCsrfToken(session.csrf_token);
      // What somebody else saw before is not shown again.
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      queries.setQueryData(['session'], session);
    } catch (error) {
      const known = error as Problem;
      if (known.code === 'code_required') setAsksCode(true);
      else {
        setProblem(known.message);
        // A token of an earlier session is of no use; the next try brings a new one.
        if (known.code === 'csrf') void queries.invalidateQueries({ queryKey: ['session'] });
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <main className="door">
      <p className="door__name">Accountable</p>
      <h1>Sign in</h1>
      <form onSubmit={(event) => void send(event)} noValidate>
        {problem && (
          <Note kind="error" title="Not signed in">
            {problem}
          </Note>
        )}
        <Field label="Name" value={user} onChange={setUser} autoComplete="username" autoFocus required />
        <Field label="Password" type="password" value={password} onChange={setPassword} autoComplete="current-password" required />
        {asksCode && (
          <Field
            label="Code of the second factor"
            hint="Six digits of your authenticator, or a recovery code."
            value={code}
            onChange={setCode}
            autoComplete="one-time-code"
            inputMode="numeric"
            inputRef={codeField}
            required
          />
        )}
        <Button type="submit" kind="solid" disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      <p className="quiet">At the first start the server prints a one-time password where it was started.</p>
      <p className="quiet">This is not a government site.</p>
    </main>
  );
}
