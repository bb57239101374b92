import { createContext, use, type ReactNode } from 'react';
import { Problem, setCsrfToken, type SessionView } from '../api/client';
import { useSession } from '../api/queries';
import { ProblemView, Skeleton } from '../parts/States';
import { ChangePassword } from './ChangePassword';
import { SignIn } from './SignIn';

const Current = createContext<SessionView | null>(null);

/** Who is signed in. Only inside of the gate, where somebody is. */
export function useCurrent(): SessionView {
  const session = use(Current);
  if (!session) throw new Error('nobody is signed in here');
  return session;
}

const RANKS = ['viewer', 'analyst', 'administrator'];

/** Whether the person has a role or one above it. The server decides; this only hides what it would refuse. */
export function useIsAtLeast(role: 'analyst' | 'administrator'): boolean {
  const session = useCurrent();
  return session.state !== 'guest' && RANKS.indexOf(session.role ?? 'viewer') >= RANKS.indexOf(role);
}

/** Shows what is inside to whoever signed in, and the door to everybody else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useSession();
  if (session.isPending)
    return (
      <main className="door">
        <Skeleton lines={6} />
      </main>
    );
  if (session.error) {
    return (
      <main className="door">
        <ProblemView problem={session.error as Problem} again={() => void session.refetch()} />
      </main>
    );
  }
  setCsrfToken(session.data.csrf_token);
  switch (session.data.state) {
    case 'signed_in':
    case 'guest':
      return <Current value={session.data}>{children}</Current>;
    case 'password_change_required':
      return <ChangePassword user={session.data.user ?? ''} isFirst />;
    default:
      return <SignIn />;
  }
}
