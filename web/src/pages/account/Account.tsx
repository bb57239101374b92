import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Problem } from '../../api/client';
import { Button, Field, Note } from '../../parts/Controls';
import { Page } from '../../parts/Page';
import { ProblemView } from '../../parts/States';
import { ChangePassword } from '../../session/ChangePassword';
import { useCurrent } from '../../session/Session';
import { Keys } from './Keys';

export default function Account() {
  const session = useCurrent();
  const [changed, setChanged] = useState(false);
  if (session.state === 'guest')
    return (
      <Page name="Account" question="Who am I here?">
        <p>A guest of the demo, who may look at everything and change nothing.</p>
      </Page>
    );
  return (
    <Page name="Account" question="Who am I here, and how do I prove it?">
      <div className="answer">
        <p>
          {session.user}, {session.role}.{' '}
          {session.grants.some((grant) => grant.entity === '*')
            ? 'Every entity was granted'
            : session.grants.length === 0
              ? 'No entity was granted'
              : `Granted: ${session.grants.map((grant) => grant.entity).join(', ')}`}
          {session.grants.some((grant) => grant.person_level) ? ', people one by one included.' : '.'}
        </p>
      </div>
      <section className="account__part">
        <h2>Password</h2>
        {changed && (
          <Note kind="good" title="The password is changed">
            Other sessions of yours have ended.
          </Note>
        )}
        <ChangePassword user={session.user ?? ''} onDone={() => setChanged(true)} />
      </section>
      <section className="account__part">
        <h2>Second factor</h2>
        {session.second_factor ? <TakeAway /> : <SetUp />}
      </section>
      <Keys />
    </Page>
  );
}

function SetUp() {
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const prepare = useMutation<{ secret: string; uri: string }, Problem>({
    mutationFn: () => ask(api.POST('/api/v1/session/second-factor', { body: { password } })),
  });
  const enable = useMutation<{ codes: string[] }, Problem>({
    mutationFn: () => ask(api.PUT('/api/v1/session/second-factor', { body: { code } })),
  });
  if (enable.data) {
    return (
      <Note kind="good" title="A code is asked for from now on">
        <p>Keep these recovery codes where only you find them: each replaces a code once, and they are not shown again.</p>
        <ul className="plain codes">
          {enable.data.codes.map((one) => (
            <li key={one}>
              <code>{one}</code>
            </li>
          ))}
        </ul>
        <Button small onClick={() => void queries.invalidateQueries({ queryKey: ['session'] })}>
          I have kept them
        </Button>
      </Note>
    );
  }
  if (!prepare.data) {
    return (
      <form
        onSubmit={(event) => {
          event.preventDefault();
          prepare.mutate();
        }}
      >
        <p>With an authenticator, a stolen password is not enough to sign in.</p>
        {prepare.error && <ProblemView problem={prepare.error} />}
        <Field
          label="Your password"
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          required
        />
        <Button type="submit" disabled={!password || prepare.isPending}>
          Set up a second factor
        </Button>
      </form>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        enable.mutate();
      }}
    >
      <p>
        Put this key into your authenticator: <code>{prepare.data.secret.replaceAll(/(.{4})/g, '$1 ').trim()}</code>
      </p>
      <p>
        <a href={prepare.data.uri}>Open it in an authenticator of this device</a>
      </p>
      {enable.error && <ProblemView problem={enable.error} />}
      <Field
        label="The code that it shows"
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
      />
      <Button type="submit" disabled={!code || enable.isPending}>
        Ask for a code from now on
      </Button>
    </form>
  );
}

function TakeAway() {
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const disable = useMutation<unknown, Problem>({
    mutationFn: () => ask(api.POST('/api/v1/session/second-factor/removal', { body: { password } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['session'] }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        disable.mutate();
      }}
    >
      <p>A code is asked for at each sign-in.</p>
      {disable.error && <ProblemView problem={disable.error} />}
      <Field
        label="Your password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        required
      />
      <Button type="submit" disabled={!password || disable.isPending}>
        Take the second factor away
      </Button>
    </form>
  );
}
