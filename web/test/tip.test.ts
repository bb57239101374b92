import { expect, it } from 'vitest';
import { tip } from '../src/charts/tip';

it('keeps its own markup and none of the data', () => {
  expect(tip`<b>${'<img src=x onerror=alert(1)>'}</b><br>${'A & "B"'}`).toBe(
    '<b>&#60;img src=x onerror=alert(1)&#62;</b><br>A &#38; &#34;B&#34;',
  );
  expect(tip`${null}:${undefined}:${12}`).toBe('::12');
});
