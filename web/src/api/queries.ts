import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, ask, askTable, type RunView, type TablePage } from './client';

/** As many rows as one answer of the server holds. */
export const MOST_ROWS = 5000;

const FOREVER = Infinity;

export function useSession() {
  return useQuery({ queryKey: ['session'], queryFn: () => ask(api.GET('/api/v1/session')), staleTime: FOREVER, retry: false });
}

export function useAcos() {
  return useQuery({ queryKey: ['acos'], queryFn: () => ask(api.GET('/api/v1/acos')) });
}

export function useOverview(aco: string | undefined, year: number | undefined) {
  const runs = useRuns(aco, year);
  const newest = runs.data?.find((run) => run.job.state === 'done')?.job.id;
  return useQuery({
    // A run that is done makes another overview, whoever started it.
    queryKey: ['overview', aco, year, newest],
    enabled: aco !== undefined && !runs.isPending,
    placeholderData: (before) => (before?.aco === aco ? before : undefined),
    queryFn: () =>
      ask(api.GET('/api/v1/acos/{entity}/overview', { params: { path: { entity: aco! }, query: year ? { year } : {} } })),
  });
}

export function useRuns(aco: string | undefined, year: number | undefined) {
  return useQuery({
    queryKey: ['runs', aco, year],
    enabled: aco !== undefined,
    queryFn: () => ask(api.GET('/api/v1/runs', { params: { query: { aco, ...(year ? { year } : {}) } } })),
    refetchInterval: (query) => (query.state.data?.some((run) => isUnderWay(run.job.state)) ? 2000 : false),
  });
}

export function isUnderWay(state: string): boolean {
  return state === 'queued' || state === 'running';
}

export function useRun(job: string | undefined): UseQueryResult<RunView> {
  return useQuery({
    queryKey: ['run', job],
    enabled: job !== undefined,
    queryFn: () => ask(api.GET('/api/v1/runs/{job}', { params: { path: { job: job! } } })),
  });
}

/** A table of a run; nothing is asked while the run is not known to have it. */
export function useRunTable(run: RunView | undefined, name: string): UseQueryResult<TablePage> {
  const has = run?.tables.some((table) => table.name === name && !table.person_level) === true;
  const job = run?.job.id;
  return useQuery({
    queryKey: ['run-table', job, name],
    enabled: has,
    staleTime: FOREVER,
    queryFn: () =>
      askTable(api.GET('/api/v1/runs/{job}/tables/{name}', { params: { path: { job: job!, name }, query: { limit: MOST_ROWS } } })),
  });
}

export function useGlossary() {
  return useQuery({ queryKey: ['glossary'], queryFn: () => ask(api.GET('/api/v1/glossary')), staleTime: FOREVER });
}

export function useRule(id: string | undefined, asOf: string | undefined) {
  return useQuery({
    queryKey: ['rule', id, asOf],
    enabled: id !== undefined,
    retry: false,
    queryFn: () => ask(api.GET('/api/v1/rules/{id}', { params: { path: { id: id! }, query: asOf ? { as_of: asOf } : {} } })),
  });
}
