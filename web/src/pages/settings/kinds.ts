import type { Schemas } from '../../api/client';

export type Kind = NonNullable<Schemas['RunSettingKind']>;

/** What can be given to runs: how it is called, what it is for, and the command line's option for the same. */
export interface KindOf {
  kind: Kind;
  label: string;
  what: string;
  option: string;
  /** Whether it may stand for every ACO. */
  everybodys: boolean;
  /** Whether it is typed and not a file. */
  typed: boolean;
  /** Whether it is several files. */
  folder: boolean;
}

export const KINDS: readonly KindOf[] = [
  {
    kind: 'factors',
    label: 'Factors of CMS',
    what: 'National and regional factors for the benchmark: national.csv, regional.csv, county files and the others, as files or a zip.',
    option: '--factors DIR',
    everybodys: true,
    typed: false,
    folder: true,
  },
  {
    kind: 'quality',
    label: 'Quality score',
    what: 'The quality performance score of an ACO as a fraction: 0.82 for 82 percent. Without it nothing is settled.',
    option: '--quality ACO=0.82',
    everybodys: false,
    typed: true,
    folder: false,
  },
  {
    kind: 'qp_facts',
    label: 'QP facts',
    what: 'Facts for QP determinations of an entity: entities.csv, participants.csv, scores.csv and the others, as files or a zip.',
    option: '--qp-facts ENTITY=DIR',
    everybodys: false,
    typed: false,
    folder: true,
  },
  {
    kind: 'truncation',
    label: 'Truncation thresholds',
    what: 'A CSV with enrollment_type and threshold, in place of the 99th percentiles of the store, for what the people of a year cost. The benchmark takes the thresholds of national.csv.',
    option: 'mssp expenditures --truncation FILE',
    everybodys: true,
    typed: false,
    folder: false,
  },
  {
    kind: 'completion',
    label: 'Completion factor',
    what: 'A factor such as 1.013, in place of the one for a three-month run-out, for what the people of a year cost. The benchmark takes the rule book’s.',
    option: 'mssp expenditures --completion FACTOR',
    everybodys: true,
    typed: true,
    folder: false,
  },
];

export function labelOf(kind: Kind): string {
  return KINDS.find((one) => one.kind === kind)?.label ?? kind;
}

/** A number that somebody typed, or what is wrong with it. */
export function valueOf(kind: Kind, text: string): number | string {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) return 'Write a number, such as 0.82.';
  if (kind === 'quality' && (value < 0 || value > 1)) return 'A quality score is a fraction from 0 to 1: 0.82 for 82 percent.';
  if (kind === 'completion' && (value <= 0 || value > 10)) return 'A completion factor is above 0, such as 1.013.';
  return value;
}
