import type { ReactNode } from 'react';
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { Problem } from '../api/client';
import { Button, Note } from './Controls';

/** The shape of what is on its way. It shows only when it takes longer than a glance (parts.css). */
export function Skeleton({ lines = 4, chart = false }: { lines?: number; chart?: boolean }) {
  return (
    <div className="skeleton" role="status" aria-label="Loading">
      {chart && <div className="skeleton__chart" />}
      {Array.from({ length: lines }, (_, at) => (
        <div key={at} className={`skeleton__line skeleton__line--${at % 3}`} />
      ))}
    </div>
  );
}

/** What happened, what was kept, what to try, and the id to tell somebody who can look. */
export function ProblemView({ problem, again }: { problem: Error; again?: () => void }) {
  const known = problem instanceof Problem ? problem : null;
  return (
    <Note kind="error" title={known?.title ?? 'This part could not be shown'}>
      <p>{problem.message}</p>
      {known && known.status >= 500 && <p>What was computed before is kept.</p>}
      {known?.report && (
        <p>
          Report <code>{known.report}</code>: give it to whoever keeps the server.
        </p>
      )}
      {again && (
        <Button small onClick={again}>
          Try again
        </Button>
      )}
    </Note>
  );
}

/** Nothing here yet: what to do first. */
export function Empty({ title, children, command }: { title: string; children?: ReactNode; command?: string }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
      {command && (
        <p>
          On the command line: <code className="command">{command}</code>
        </p>
      )}
    </div>
  );
}

interface Loaded<T> {
  data: T | undefined;
  error: Error | null;
  isPending: boolean;
  refetch(): unknown;
}

/** Shows the data of a query, or how far it is. */
export function Loaded<T>({
  query,
  children,
  lines,
  chart,
}: {
  query: Loaded<T>;
  children(data: T): ReactNode;
  lines?: number;
  chart?: boolean;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ProblemView problem={query.error} again={() => void query.refetch()} />;
  return <Skeleton lines={lines} chart={chart} />;
}

export function RouteProblem() {
  const error = useRouteError();
  const text = isRouteErrorResponse(error)
    ? `${error.status} ${error.statusText}`
    : error instanceof Error
      ? error.message
      : String(error);
  return (
    <main className="door">
      <h1>This page broke</h1>
      <Note kind="error" title="What happened">
        <p>{text}</p>
        <p>Nothing that was imported or computed is lost.</p>
      </Note>
      <p>
        <Button onClick={() => location.reload()}>Load the page again</Button>
      </p>
    </main>
  );
}
