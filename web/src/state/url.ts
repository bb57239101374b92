import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** What the whole frame shares; it stays in the address when a person goes from page to page. */
export const FRAME_KEYS = ['aco', 'year', 'as-of'] as const;

/** The part of an address that goes along to another page. */
export function carried(params: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const key of FRAME_KEYS) {
    const value = params.get(key);
    if (value) kept.set(key, value);
  }
  const text = kept.toString();
  return text ? `?${text}` : '';
}

/** Sets and removes; what is empty is not written. */
export function changed(params: URLSearchParams, values: Record<string, string | null | undefined>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === '') next.delete(key);
    else next.set(key, value);
  }
  return next;
}

export function yearOf(text: string | null): number | undefined {
  return text !== null && /^(19|20)\d\d$/.test(text) ? Number(text) : undefined;
}

export function dayOf(text: string | null): string | undefined {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

export interface UrlState {
  params: URLSearchParams;
  aco: string | undefined;
  year: number | undefined;
  asOf: string | undefined;
  get(key: string): string;
  set(values: Record<string, string | null | undefined>, replace?: boolean): void;
  to(path: string, values?: Record<string, string>): string;
}

/** The address is the state: what is chosen here can be sent to somebody as a link. */
export function useUrlState(): UrlState {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (values: Record<string, string | null | undefined>, replace = true) =>
      setParams((current) => changed(current, values), { replace }),
    [setParams],
  );
  return useMemo(
    () => ({
      params,
      aco: params.get('aco') ?? undefined,
      year: yearOf(params.get('year')),
      asOf: dayOf(params.get('as-of')),
      get: (key: string) => params.get(key) ?? '',
      set,
      to: (path: string, values?: Record<string, string>) => {
        const next = new URLSearchParams(carried(params));
        for (const [key, value] of Object.entries(values ?? {})) next.set(key, value);
        const text = next.toString();
        return text ? `${path}?${text}` : path;
      },
    }),
    [params, set],
  );
}
