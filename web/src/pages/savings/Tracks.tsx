import { useMemo } from 'react';
import type { RunView } from '../../api/client';
import { useRunTable } from '../../api/queries';
import { Bars } from '../../charts/Bars';
import { earnedOrOwed, percent, words } from '../../format/amounts';
import { Loaded } from '../../parts/States';
import { columnsOf } from '../../tables/DataTable';
import { SimpleTable, type Row } from '../../tables/SimpleTable';

const TRACKS: Readonly<Record<string, string>> = {
  'basic-a': 'BASIC level A',
  'basic-b': 'BASIC level B',
  'basic-c': 'BASIC level C',
  'basic-d': 'BASIC level D',
  'basic-e': 'BASIC level E',
  enhanced: 'ENHANCED',
  'track-1': 'Track 1',
  'track-1-plus': 'Track 1+ Model',
  'track-2': 'Track 2',
  'track-3': 'Track 3',
};

export function trackName(track: unknown): string {
  return TRACKS[String(track)] ?? words(String(track));
}

/** One row a track: the ACO's own choice of the minimum rate where it has one, else the rate of its size. */
export function oneATrack(rows: readonly Row[]): Row[] {
  const own = rows.find((row) => row.actual === 'yes')?.minimum_rate_choice;
  const tracks = [...new Set(rows.map((row) => row.track))];
  return tracks.map((track) => {
    const of = rows.filter((row) => row.track === track);
    return of.find((row) => row.actual === 'yes') ?? of.find((row) => row.minimum_rate_choice === own) ?? of[0]!;
  });
}

/** The settlement if the ACO were elsewhere: the same people, dollars and benchmark under each track. */
export function Tracks({ run }: { run: RunView }) {
  const table = useRunTable(run, 'tracks');
  if (!run.tables.some((one) => one.name === 'tracks')) return null;
  return (
    <Loaded query={table} chart>
      {(page) => (
        <>
          {run.report?.figures.some((one) => one.name === 'accrued') && (
            <p>The tracks below, like the settlement, go by the claims seen so far alone.</p>
          )}
          <Shown rows={page.rows} columns={page.columns} year={run.request.performance_year} />
        </>
      )}
    </Loaded>
  );
}

const COLUMNS: Parameters<typeof columnsOf>[1] = {
  track: { show: (row) => trackName(row.track) },
  minimum_rate_choice: { label: 'Minimum rate chosen' },
  actual: { label: "The ACO's own" },
  minimum_rate: { unit: 'ratio', label: 'Minimum rate (%)' },
  sharing_rate: { unit: 'ratio', label: 'Sharing rate (%)' },
  loss_rate: { unit: 'ratio', label: 'Loss rate (%)', show: (row) => (typeof row.loss_rate === 'number' ? percent(row.loss_rate, 4) : 'one-sided') },
  earned: { label: 'Earned or owed ($)' },
  difference: { label: 'More or less than now ($)' },
  note: { label: 'Note' },
};

function Shown({ rows, columns, year }: { rows: readonly Row[]; columns: readonly { name: string; unit: string }[]; year: number }) {
  const shown = useMemo(() => oneATrack(rows).map((row) => ({ ...row, name: trackName(row.track) })), [rows]);
  const own = shown.find((row) => (row as Row).actual === 'yes') as Row | undefined;
  const best = [...(shown as Row[])].sort((left, right) => Number(right.earned ?? 0) - Number(left.earned ?? 0))[0];
  const every = (
    <details>
      <summary>Every track with every choice of the minimum rate</summary>
      <SimpleTable caption="Every track and choice" rows={rows} columns={columnsOf(columns, COLUMNS)} />
    </details>
  );
  if (shown.every((row) => !(row as Row).earned)) {
    return (
      <section>
        <h2>If we were in another track, {year}</h2>
        <p>Under no track would the ACO earn or owe: its savings or losses stay within the minimum rate of each, or are not shared.</p>
        <SimpleTable caption="Each track" rows={shown} columns={columnsOf(columns, COLUMNS)} />
        {about(year)}
        {every}
      </section>
    );
  }
  return (
    <>
      <Bars
        title={`If we were in another track, ${year}`}
        file="tracks"
        name="name"
        value="earned"
        unit="dollars"
        rows={shown}
        columns={columnsOf(columns, COLUMNS)}
      >
        {own && best && (
          <p>
            Under {trackName(own.track)}, its own, the ACO <strong>{earnedOrOwed(Number(own.earned))}</strong>
            {Number(best.earned) > Number(own.earned)
              ? `; under ${trackName(best.track)} it ${earnedOrOwed(Number(best.earned)).replace('neither earns nor owes', 'would neither earn nor owe').replace(/^earns/, 'would earn').replace(/^owes/, 'would owe')}.`
              : '; no other track pays more.'}
          </p>
        )}
        {about(year)}
      </Bars>
      {every}
    </>
  );
}

function about(year: number) {
  return (
    <p className="quiet">
      The same people, expenditures and benchmark, settled by the law of {year} (A-746). One-sided levels take the minimum rate of the
      ACO's size; two-sided ones its own choice, or the rate by size where it made none. Levels A to D of BASIC are steps of the glide
      path, which an ACO goes up and not down (42 CFR 425.600(a)(4)(i)): whether one is open to this ACO depends on its experience and
      earlier levels, and is not decided here.
    </p>
  );
}
