import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = new URL('../../', import.meta.url).pathname;
const LAUNCHER = join(ROOT, 'artifacts/accountable');

/** Generated people and claims of one ACO, in a folder of their own. */
function generate(folder) {
  const made = spawnSync(
    LAUNCHER,
    ['claims', 'generate', '--people', '1000', '--acos', '1', '--years', '2021-2025', '--seed', '7', '--out', folder],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`claims generate: ${made.stderr}`);
}

/** A server over an empty store, on a free port, with generated claims to import, their factors and the sample QP facts. */
export async function serve() {
  const work = mkdtempSync(join(tmpdir(), 'accountable-e2e-'));
  const generated = join(work, 'generated');
  generate(generated);
  const facts = join(work, 'facts');
  mkdirSync(facts);
  cpSync(join(ROOT, 'samples/qpp/facts'), facts, { recursive: true });
  const given = [
    ...['--qp-facts', `A0001=${facts}`],
    ...['--factors', join(generated, 'factors'), '--means-of-store', '--quality', 'A0001=0.80'],
    ...['--mips', `A0001=${join(ROOT, 'samples/mips/aco-2025.json')}`],
    ...['--mips-eligibility', `A0001=${join(ROOT, 'samples/mips/aco-2025-eligibility.json')}`],
  ];
  const child = spawn(LAUNCHER, ['serve', '--store', join(work, 'store'), '--port', '0', ...given], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stderr.on('data', (bytes) => (err += bytes));
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the server was not ready in a minute: ${err}`)), 60_000);
    child.stdout.on('data', (bytes) => {
      out += bytes;
      const found = /http:\/\/\S+/.exec(out);
      if (!found) return;
      clearTimeout(late);
      resolve(found[0]);
    });
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${err}`)));
  });
  const password = /one-time password (\S+)/.exec(err)?.[1];
  return {
    url,
    password,
    work,
    generated,
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.on('exit', () => {
          rmSync(work, { recursive: true, force: true });
          resolve();
        });
        child.kill('SIGTERM');
      }),
  };
}
