import { describe, expect, it } from 'vitest';
import { causes } from '../src/pages/assignment/Turnover';
import { sourcesOf } from '../src/pages/overview/fresh';
import { oneATrack } from '../src/pages/savings/Tracks';
import { grouped } from '../src/parts/Warnings';

const warning = (what: string, severity = 'warning') => ({ severity, what, do: '' });

describe('what is grouped', () => {
  it('puts warnings of one kind together, most first', () => {
    const groups = grouped([
      warning('TIN 000001035 is a participant of A0001'),
      warning('diagnoses of 2021 are filtered by the list of 2023 (A-707)'),
      warning('diagnoses of 2022 are filtered by the list of 2023 (A-707)'),
      warning('the quality score of A0001 for 2025 is missing', 'missing'),
      warning('diagnoses for the scores of 2022 are mapped by V28 (A-706)'),
    ]);
    expect(groups.map((group) => group.all.length)).toEqual([2, 1, 1, 1]);
    expect(groups[0]!.first.what).toContain('2021');
  });
  it('adds up who came and who left by cause, and leaves out hidden counts', () => {
    const rows = [
      { change: 'came', before: 'no_service_then', now: 'step_1 plurality', people: 20 },
      { change: 'came', before: 'no_service_then', now: 'step_2 plurality', people: 5 },
      { change: 'left', before: 'step_1 plurality', now: 'died_before_the_year', people: 30 },
      { change: 'left', before: 'step_1 plurality', now: 'lives_elsewhere', people: '*' },
      { change: 'stayed', before: 'step_1 plurality', now: 'step_1 plurality', people: 300 },
    ];
    expect(causes(rows)).toEqual([
      { change: 'Left', cause: 'Died before the year', people: 30 },
      { change: 'Came', cause: 'New to our claims', people: 25 },
    ]);
  });
  it('shows a track by the own choice of the ACO, and one-sided levels by size', () => {
    const rows = [
      { track: 'basic-a', minimum_rate_choice: 'by size', actual: 'no' },
      { track: 'basic-e', minimum_rate_choice: 'by size', actual: 'no' },
      { track: 'basic-e', minimum_rate_choice: '1%', actual: 'yes' },
      { track: 'enhanced', minimum_rate_choice: 'by size', actual: 'no' },
      { track: 'enhanced', minimum_rate_choice: '1%', actual: 'no' },
    ];
    expect(oneATrack(rows).map((row) => row.minimum_rate_choice)).toEqual(['by size', '1%', '1%']);
  });
  it('says of a source when it came last and what is older', () => {
    const row = (table: string, newest: string | null) => ({ source: 'cclf', table, newest, files: 2, rows: 10, refused: 1 });
    expect(sourcesOf([row('cclf1', '2026-04-15'), row('cclf9', '2025-12-15'), row('cclf8', null)])).toEqual([
      { source: 'cclf', newest: '2026-04-15', tables: 3, older: 'CCLF9', files: 6, rows: 30, refused: 3 },
    ]);
  });
});
