import type { RuleValueView } from '../../api/client';
import { money, number, percent } from '../../format/amounts';

/** A number of law in its unit, with all its digits. */
/** A year is a name and takes no comma. */
function isYear(label: string | undefined, value: number): boolean {
  return label !== undefined && /\byear\b/.test(label) && Number.isInteger(value) && value >= 1900 && value < 2100;
}

export function ruleValue(unit: string, value: RuleValueView | null | undefined, label?: string): string {
  if (!value) return 'no law';
  if (value.table) return 'table';
  if (value.value === null || value.value === undefined) return '–';
  if (isYear(label, value.value)) return String(value.value);
  switch (unit) {
    case 'ratio':
      return percent(value.value, 6);
    case 'dollars':
      return money(value.value, !Number.isInteger(value.value));
    case 'points':
      return `${number(value.value)} points`;
    default:
      return number(value.value);
  }
}
