// @vitest-environment node
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const built = new URL('../../src/Accountable.Server/wwwroot/', import.meta.url).pathname;
const GREATEST = 350_000;

// The build comes before the tests: without it there is nothing to look at, and that is a failure.
describe('the build', () => {
  const scripts = existsSync(`${built}assets`) ? readdirSync(`${built}assets`).filter((name) => name.endsWith('.js')) : [];
  const sizes = scripts
    .map((name) => ({ name, bytes: gzipSync(readFileSync(`${built}assets/${name}`)).length }))
    .sort((left, right) => right.bytes - left.bytes);

  it('has no script above 350 kB gzipped', () => {
    expect(scripts.length).toBeGreaterThan(10);
    expect(sizes[0]!.bytes, sizes[0]!.name).toBeLessThan(GREATEST);
  });
  it('keeps the charts out of what every page loads', () => {
    const page = readFileSync(`${built}index.html`, 'utf8');
    const first = sizes.filter((one) => page.includes(one.name));
    expect(first.length).toBeGreaterThan(0);
    expect(first.map((one) => one.name).join()).not.toContain('EChart');
    expect(first.reduce((sum, one) => sum + one.bytes, 0)).toBeLessThan(200_000);
  });
  it('has nothing inline and nothing of another site in its page', () => {
    const page = readFileSync(`${built}index.html`, 'utf8');
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(page).not.toMatch(/<style|style=|https?:\/\//);
  });
});
