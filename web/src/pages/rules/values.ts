import type { RuleValueView } from '../../api/client';
import { money, number, percent } from '../../format/amounts';

/** A number of law in its unit, with all its digits. */
export function ruleValue(unit: string, value: RuleValueView | null | undefined): string {
  if (!value) return 'no law';
  if (value.table) return 'table';
  if (value.value === null || value.value === undefined) return '–';
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
