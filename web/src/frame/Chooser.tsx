import { useEffect, useMemo } from 'react';
import { useAcos, useRuns } from '../api/queries';
import { dayOf, useUrlState } from '../state/url';

/** ACO, performance year and the day of knowledge: they live in the address and hold for every page. */
export function Chooser() {
  const url = useUrlState();
  const acos = useAcos();
  const runs = useRuns(url.aco, undefined);
  const current = acos.data?.find((one) => one.aco === url.aco);

  // The first ACO that was granted, so that the address always says whose figures are shown.
  useEffect(() => {
    const first = acos.data?.[0];
    if (first && !url.aco) url.set({ aco: first.aco });
  }, [acos.data, url]);

  const years = useMemo(() => {
    const found = new Set<number>(runs.data?.map((run) => run.request.performance_year));
    if (current?.first_year && current.last_year) {
      for (let year = current.first_year; year <= current.last_year; year++) found.add(year);
    }
    if (url.year) found.add(url.year);
    return [...found].sort((left, right) => right - left);
  }, [runs.data, current, url.year]);

  return (
    <div className="chooser" role="group" aria-label="Whose figures">
      <label className="top__choice">
        <span>ACO</span>
        <select value={url.aco ?? ''} onChange={(event) => url.set({ aco: event.target.value, year: null, run: null })}>
          {acos.data?.length === 0 && <option value="">none yet</option>}
          {acos.data && url.aco && !current && <option value={url.aco}>{url.aco} (not here)</option>}
          {acos.data?.map((one) => (
            <option key={one.aco} value={one.aco}>
              {one.aco}
            </option>
          ))}
        </select>
      </label>
      <label className="top__choice">
        <span>Performance year</span>
        <select value={url.year ?? ''} onChange={(event) => url.set({ year: event.target.value, run: null })}>
          <option value="">newest run</option>
          {years.map((year) => (
            <option key={year} value={year}>
              {year}
            </option>
          ))}
        </select>
      </label>
      <label className="top__choice">
        <span>As known on</span>
        <input type="date" value={url.asOf ?? ''} onChange={(event) => url.set({ 'as-of': dayOf(event.target.value) ?? null })} />
      </label>
    </div>
  );
}
