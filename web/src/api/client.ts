import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];
/** A page of a table; the document does not say that cells are texts and numbers. */
export type TablePage = Omit<Schemas['TablePage'], 'rows'> & { rows: Readonly<Record<string, unknown>>[] };
export type TableColumn = Schemas['TableColumn'];
export type JobView = Schemas['JobView'];
export type RunView = Schemas['RunView'];
export type RunFigure = Schemas['RunFigure'];
export type DerivationView = Schemas['DerivationView'];
export type DerivationNode = Schemas['DerivationNode'];
export type SessionView = Schemas['SessionView'];
export type RuleView = Schemas['RuleView'];
export type RuleValueView = Schemas['RuleValueView'];

/** A refusal of the server (RFC 9457), or that it could not be reached (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    detail: string,
    readonly report?: string,
  ) {
    super(detail);
  }
}

let csrfToken = '';

/** Everything that changes something carries the token of the session. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

export function csrfHeader(): Record<string, string> {
  return { 'X-CSRF-Token': csrfToken };
}

const csrf: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-CSRF-Token', csrfToken);
    return request;
  },
};

export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? undefined : location.origin,
  querySerializer: { array: { style: 'form', explode: true } },
});
api.use(csrf);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

interface ProblemBody {
  title?: string | null;
  detail?: string | null;
  code?: string;
  report?: string;
}

/** Listens for answers that say that nobody is signed in any more. */
export const signedOut = new EventTarget();

export function problemOf(status: number, body: unknown): Problem {
  const known = (typeof body === 'object' && body !== null ? body : {}) as ProblemBody;
  return new Problem(
    status,
    known.code ?? 'unknown',
    known.title ?? 'Something went wrong',
    known.detail ?? 'The server gave no reason.',
    known.report,
  );
}

/** The data of an answer; a refusal is thrown as a Problem. */
export async function ask<T>(promise: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await promise;
  } catch {
    throw new Problem(
      0,
      'unreachable',
      'The server does not answer',
      'Check that it runs and that you are connected, then try again.',
    );
  }
  if (answer.response.ok) return answer.data as T;
  const problem = problemOf(answer.response.status, answer.error);
  if (problem.status === 401) signedOut.dispatchEvent(new Event('signed-out'));
  throw problem;
}

/** The same for a table, whose cells are named by their columns. */
export async function askTable(promise: Promise<Answer<Schemas['TablePage']>>): Promise<TablePage> {
  return (await ask(promise)) as TablePage;
}
