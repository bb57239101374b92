import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, ask, Problem } from '../api/client';
import { Button, Field, Note } from '../parts/Controls';

const LEAST = 12;

/** A new password: asked for before anything else when the old one was given by somebody. */
export function ChangePassword({ user, isFirst = false, onDone }: { user: string; isFirst?: boolean; onDone?: () => void }) {
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (next !== again) {
      setProblem('The two new passwords are not the same.');
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await ask(api.POST('/api/v1/session/password', { body: { current, new: next } }));
      await queries.invalidateQueries({ queryKey: ['session'] });
      onDone?.();
    } catch (error) {
      setProblem((error as Problem).message);
    } finally {
      setBusy(false);
    }
  }

  const form = (
    <form onSubmit={(event) => void send(event)} noValidate>
      {problem && (
        <Note kind="error" title="Not changed">
          {problem}
        </Note>
      )}
      <input type="text" name="username" autoComplete="username" value={user} readOnly hidden />
      <Field
        label="Current password"
        type="password"
        value={current}
        onChange={setCurrent}
        autoComplete="current-password"
        required
        autoFocus={isFirst}
      />
      <Field
        label="New password"
        type="password"
        hint={`At least ${LEAST} characters; a sentence is a good one.`}
        value={next}
        onChange={setNext}
        autoComplete="new-password"
        required
      />
      <Field label="New password again" type="password" value={again} onChange={setAgain} autoComplete="new-password" required />
      <Button type="submit" kind="solid" disabled={busy || next.length < LEAST}>
        {busy ? 'Changing…' : 'Change the password'}
      </Button>
    </form>
  );
  if (!isFirst) return form;
  return (
    <main className="door">
      <p className="door__name">Accountable</p>
      <h1>Choose your own password</h1>
      <p>The password that was given to you, {user}, works once. Nothing is shown before you change it.</p>
      {form}
    </main>
  );
}
