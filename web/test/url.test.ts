import { describe, expect, it } from 'vitest';
import { carried, changed, dayOf, yearOf } from '../src/state/url';
import { whySource, whyText } from '../src/why/source';

describe('the address', () => {
  it('carries the frame to another page, and nothing of this one', () => {
    expect(carried(new URLSearchParams('aco=A0001&year=2024&as-of=2026-11-22&rows-sort=-paid'))).toBe(
      '?aco=A0001&year=2024&as-of=2026-11-22',
    );
    expect(carried(new URLSearchParams('find=qp'))).toBe('');
  });
  it('writes no empty values and keeps the others', () => {
    expect(changed(new URLSearchParams('aco=A0001&find=qp'), { find: '', year: '2024', run: null }).toString()).toBe(
      'aco=A0001&year=2024',
    );
  });
  it('takes no year and no day that is none', () => {
    expect([yearOf('2024'), yearOf('24'), yearOf('2024x'), yearOf(null)]).toEqual([2024, undefined, undefined, undefined]);
    expect([dayOf('2026-11-22'), dayOf('2026-13-45'), dayOf('tomorrow')]).toEqual(['2026-11-22', undefined, undefined]);
  });
  it('names a derivation so that it comes back the same', () => {
    for (const source of [
      { of: 'run', job: 'abc', name: 'benchmark:total' },
      { of: 'proof', file: '2024', row: 5 },
    ] as const) {
      expect(whySource(whyText(source))).toEqual(source);
    }
    expect(whySource('proof:2024:five')).toBeNull();
    expect(whySource('')).toBeNull();
  });
});
