/** What a figure is counted in. */
export type Unit = 'dollars' | 'percent' | 'ratio' | 'count' | 'points' | 'number' | 'text' | string;

const NOTHING = '–';
const MINUS = '−';

function grouped(value: number, digits: number, least = digits): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: digits });
}

/** `$1,234,567`; with cents only where they matter; a negative amount has its sign before the dollar. */
export function money(value: number, cents = false): string {
  const text = grouped(Math.abs(value), cents ? 2 : 0);
  return `${value < 0 && !/^[0.,]*$/.test(text) ? MINUS : ''}$${text}`;
}

/** What an ACO gets or pays, in words: `earns $412,864`, `owes $412,864`, `neither earns nor owes`. */
export function earnedOrOwed(value: number, cents = false): string {
  const text = money(Math.abs(value), cents);
  if (/^\$[0.,]*$/.test(text)) return 'neither earns nor owes';
  return `${value < 0 ? 'owes' : 'earns'} ${text}`;
}

/** A change with its sign and word: `up $1,200`, `down 3`, `unchanged`. */
export function change(value: number, unit: Unit): string {
  if (value === 0) return 'unchanged';
  return `${value > 0 ? 'up' : 'down'} ${amount(Math.abs(value), unit)}`;
}

/** A fraction as percent with the digits that the law compares; `0.0123` is `1.23%`. */
export function percent(fraction: number, digits = 2): string {
  const text = grouped(Math.abs(fraction) * 100, digits, 0);
  return `${fraction < 0 && text !== '0' ? MINUS : ''}${text}%`;
}

/** A number with thousands grouped and no more digits than it has, six at most. */
export function number(value: number, digits = 6): string {
  const text = grouped(Math.abs(value), digits, 0);
  return `${value < 0 && text !== '0' ? MINUS : ''}${text}`;
}

/** A value in its unit. `percent` columns of tables hold percents; `ratio` holds fractions. */
export function amount(value: number | null | undefined, unit: Unit, cents?: boolean): string {
  if (value === null || value === undefined) return NOTHING;
  switch (unit) {
    case 'dollars':
      return money(value, cents ?? (Math.abs(value) < 100_000 && !Number.isInteger(value)));
    case 'percent':
      return percent(value / 100, 4);
    case 'ratio':
      return percent(value, 4);
    case 'count':
      return number(value, 0);
    case 'points':
      return `${number(value, 4)} points`;
    default:
      return number(value);
  }
}

/** Whether a column of dollars shows cents: all of its cells or none, so that they line up. */
export function needsCents(values: Iterable<unknown>): boolean {
  let most = 0;
  let broken = false;
  for (const value of values) {
    if (typeof value !== 'number') continue;
    most = Math.max(most, Math.abs(value));
    broken ||= !Number.isInteger(value);
  }
  return broken && most < 1_000_000;
}

/** A short amount for the ticks of an axis: `$1.2M`, `$300K`. */
export function shortMoney(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : '';
  if (size >= 1e9) return `${sign}$${grouped(size / 1e9, 1, 0)}B`;
  if (size >= 1e6) return `${sign}$${grouped(size / 1e6, 1, 0)}M`;
  if (size >= 1e3) return `${sign}$${grouped(size / 1e3, 1, 0)}K`;
  return `${sign}$${grouped(size, 0)}`;
}

/** `Mar 31, 2026` for `2026-03-31` or an instant. */
export function day(text: string | null | undefined): string {
  if (!text) return NOTHING;
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (!match) return text;
  const [, year, month, date] = match;
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${names[Number(month) - 1] ?? month} ${Number(date)}, ${year}`;
}

/** A day and the minute, in the reader's own time. */
export function moment(text: string | null | undefined): string {
  if (!text) return NOTHING;
  const when = new Date(text);
  return Number.isNaN(when.getTime())
    ? text
    : when.toLocaleString('en-US', { month: 'short', day: 'numeric', year: 'numeric', hour: '2-digit', minute: '2-digit' });
}

const KNOWN_WORDS: Record<string, string> = {
  aco: 'ACO',
  id: 'ID',
  qp: 'QP',
  npi: 'NPI',
  tin: 'TIN',
  mips: 'MIPS',
  hcc: 'HCC',
  esrd: 'ESRD',
  cclf: 'CCLF',
  sha256: 'SHA-256',
  csv: 'CSV',
  py: 'PY',
  msr: 'MSR',
  mlr: 'MLR',
  drg: 'DRG',
  snf: 'SNF',
  apm: 'APM',
  cpt: 'CPT',
  nf: 'NF',
  dme: 'DME',
  part_b: 'Part B',
  gi: 'GI',
};

/** A column or code of the files in words: `per_capita` is `Per capita`, `aco_id` is `ACO ID`. */
export function words(name: string): string {
  const text = name
    .split(/[_-]/)
    .map((word) => KNOWN_WORDS[word.toLowerCase()] ?? word)
    .join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The head of a column: its name, and its unit where a number needs one. */
export function columnHead(name: string, unit: Unit): string {
  const sign = unit === 'dollars' ? ' ($)' : unit === 'percent' ? ' (%)' : '';
  return `${words(name)}${sign}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count, 0)} ${count === 1 ? one : many}`;
}
