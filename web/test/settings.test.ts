import { describe, expect, it } from 'vitest';
import { grantsInWords } from '../src/pages/accounts/Grants';
import { KINDS, labelOf, valueOf } from '../src/pages/settings/kinds';

describe('settings of runs', () => {
  it('takes a fraction for quality, both ends included, and nothing beyond', () => {
    expect(valueOf('quality', '0')).toBe(0);
    expect(valueOf('quality', '1')).toBe(1);
    expect(valueOf('quality', '0.82')).toBe(0.82);
    for (const wrong of ['1.0001', '-0.1', '82', '', ' ', 'x', '0,82']) expect(valueOf('quality', wrong)).toBeTypeOf('string');
  });
  it('takes a completion factor above 0', () => {
    expect(valueOf('completion', '1.013')).toBe(1.013);
    for (const wrong of ['0', '-1', '10.1']) expect(valueOf('completion', wrong)).toBeTypeOf('string');
  });
  it('has a name and an option of the command line for each kind', () => {
    expect(new Set(KINDS.map((one) => one.kind)).size).toBe(KINDS.length);
    for (const one of KINDS) {
      expect(labelOf(one.kind)).toBe(one.label);
      expect(one.option).toContain('--');
    }
  });
});

describe('grants', () => {
  it('say whose data and whether people are among it', () => {
    expect(grantsInWords([])).toBe('nothing');
    expect(
      grantsInWords([
        { entity: '*', person_level: true },
        { entity: 'A0001', person_level: false },
      ]),
    ).toBe('every entity, with people; A0001');
  });
});
