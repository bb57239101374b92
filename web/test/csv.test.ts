import { describe, expect, it } from 'vitest';
import { csvCell, csvOf } from '../src/tables/csv';

describe('CSV', () => {
  it('guards against formulas and quotes what must be', () => {
    expect(csvCell('=SUM(A1)')).toBe("'=SUM(A1)");
    expect(csvCell('@cmd')).toBe("'@cmd");
    expect(csvCell('-12.5')).toBe('-12.5');
    expect(csvCell(-12.5)).toBe('-12.5');
    expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
    expect(csvCell(null)).toBe('');
  });
  it('has a head and a line a row', () => {
    expect(
      csvOf(
        [
          { name: 'what', unit: 'text' },
          { name: 'paid', unit: 'dollars' },
        ],
        [{ what: 'x', paid: 1.5 }],
      ),
    ).toBe('what,paid\nx,1.5\n');
  });
});
