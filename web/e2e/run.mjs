// Goes through the dashboard with a browser: sign-in, import, run, Why?, what-if, rules; each page in light, dark and narrow; sign-out.
import { ok, equal, match } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasBrowser, launch, MODES, open, SCREENS, violations } from './browser.mjs';
import { serve } from './server.mjs';
import { totp } from './totp.mjs';
import { zipOf } from './zip.mjs';

const PASSWORD = 'a sentence that nobody guesses';
const PAGES = {
  overview: '/overview',
  savings: '/savings',
  assignment: '/assignment',
  qp: '/qp',
  mips: '/mips',
  risk: '/risk',
  bundles: '/bundles',
  prove: '/prove',
  why: '/prove?why=proof%3A2024%3A5',
  'why-alone': '/why?why=proof%3A2024%3A5',
  rules: '/rules?of=2026&find=qp',
  rule: '/rule?id=qpp.qp.medicare.payment_amount',
  'rules-compare': '/rules?view=compare&from=2025&to=2026',
  coverage: '/rules?view=coverage',
  imports: '/imports',
  findings: '/findings',
  glossary: '/glossary',
  settings: '/settings',
  'settings-quality': '/settings?kind=quality',
  accounts: '/accounts?account=admin',
  account: '/account',
  audit: '/audit',
  missing: '/nowhere',
};

const results = [];
async function step(name, work) {
  const began = Date.now();
  try {
    const said = await work();
    results.push({ name, passed: true });
    console.log(`ok   ${name}, ${Date.now() - began} ms${said ? `: ${said}` : ''}`);
  } catch (error) {
    results.push({ name, passed: false });
    console.log(`FAIL ${name}: ${error.message}`);
    if (current) await current.screenshot({ path: join(SCREENS, `failed-${results.length}.png`) }).catch(() => {});
  }
}

let current;

async function signIn(page, url, password) {
  await page.goto(url);
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const heading = (page, text) => page.getByRole('heading', { level: 1, name: text }).waitFor();

/** Walks down a tree with the arrow keys until the focused line holds something. */
async function walkTo(page, drawer, holds) {
  for (let at = 0; at < 300; at++) {
    const focused = drawer.locator('[role=treeitem]:focus');
    if ((await holds(focused).count()) > 0) return;
    await page.keyboard.press((await focused.getAttribute('aria-expanded')) === 'false' ? 'ArrowRight' : 'ArrowDown');
  }
  throw new Error('no line of the tree holds it');
}

/** Presses Tab until something has the focus. */
async function tabTo(page, fits) {
  for (let at = 0; at < 60; at++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`(${fits})(document.activeElement)`)) return;
  }
  throw new Error(`Tab never came to ${fits}`);
}

/** Waits until nothing is on its way any more. */
async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.querySelector('.skeleton'));
  await page.waitForTimeout(400);
}

async function journey(page, server, zip) {
  await step('a wrong password is refused in words', async () => {
    await signIn(page, server.url, 'not the password');
    await page
      .getByRole('alert')
      .getByText(/password or the code is wrong/)
      .waitFor();
  });
  await step("the first sign-in asks for a password of one's own", async () => {
    await signIn(page, server.url, server.password);
    await heading(page, 'Choose your own password');
    await page.getByLabel('Current password').fill(server.password);
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('New password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await heading(page, 'Where do we stand?');
    await page.getByRole('heading', { name: 'There is no data yet' }).waitFor();
  });
  await step('a dropped zip is imported, with its progress', async () => {
    await page.getByRole('link', { name: 'Imports', exact: true }).first().click();
    await heading(page, 'Is the data whole?');
    const moved = await page.evaluateHandle(async (text) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'generated.zip', { type: 'application/zip' }));
      return transfer;
    }, zip.toString('base64'));
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: moved });
    await page.locator('progress').first().waitFor();
    await page.getByRole('heading', { name: /generated\.zip: done/ }).waitFor({ timeout: 180_000 });
    await page.getByRole('heading', { name: 'Files and control totals' }).waitFor();
    match(await page.locator('.answer').first().innerText(), /A0001: [1-9]\d* files .* loaded/);
    await page.getByRole('heading', { name: 'Received months by claim type' }).waitFor();
  });
  await step('a run starts from the overview and leaves its figures', async () => {
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.getByRole('button', { name: 'Run 2025' }).click();
    await page.locator('.figure__label', { hasText: 'assigned' }).waitFor({ timeout: 180_000 });
    match(await page.locator('.figures').first().innerText(), /\$[\d,]+/);
  });
  await step('factors and a quality score are given in the browser, and what is wrong is said with its line', async () => {
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await heading(page, 'What do runs take beside the claims?');
    match(await page.locator('.answer').first().innerText(), /has the factors of CMS and a quality score/);
    const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.locator('input[type=file]').setInputFiles(file('national.csv', 'year,enrollment_type\n2024,esrd\n'));
    await page.getByRole('heading', { name: /nothing was kept/ }).waitFor();
    await page.getByRole('region', { name: 'What the reader found, rows' }).getByText('national.csv').waitFor();
    await page.getByLabel('What', { exact: true }).selectOption('quality');
    await page.getByLabel('Value', { exact: true }).fill('82');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('alert').getByText(/fraction from 0 to 1/).waitFor();
    await page.getByLabel('Value', { exact: true }).fill('0.82');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('heading', { name: 'Quality score of A0001 is kept' }).waitFor();
  });
  await step('an account is made with a one-time password that is shown once, and removed', async () => {
    await page.getByRole('link', { name: 'Accounts', exact: true }).click();
    await heading(page, 'Who may do what, and about whom?');
    await page.getByLabel('Name', { exact: true }).fill('looker');
    await page.getByRole('button', { name: 'Add a grant' }).click();
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByRole('heading', { name: 'The one-time password of looker' }).waitFor();
    match(await page.locator('code.secret').innerText(), /^\w{20}$/);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    equal(await page.locator('code.secret').count(), 0);
    await page.getByRole('button', { name: 'Change looker' }).click();
    await page.getByRole('button', { name: 'Shut the account' }).click();
    await page.getByText('shut', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Remove…' }).click();
    await page.getByRole('button', { name: 'Remove looker' }).click();
    await page.getByText('1 account, 1 administrator among them.').waitFor();
    await page.getByRole('button', { name: 'Change admin' }).click();
    await page.getByRole('button', { name: 'Shut the account' }).click();
    await page.getByRole('alert').getByText('this is the last administrator').waitFor();
  });
  await step("a program's key is made, shown once and revoked", async () => {
    await page.goto(`${server.url}/account?aco=A0001`);
    await page.getByText('Make a key').click();
    await page.getByLabel('What it is for').fill('nightly');
    await page.getByLabel('About (ACOs or entities)').fill('A0001');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = await page.locator('code.secret').innerText();
    const asked = () => fetch(`${server.url}/api/v1/acos`, { headers: { Authorization: `Bearer ${key}` } });
    equal((await asked()).status, 200);
    await page.getByRole('button', { name: 'Revoke nightly' }).click();
    await page.getByText('revoked', { exact: true }).waitFor();
    equal((await asked()).status, 401);
  });
  await step('Why? goes from a number to its paragraph with the keyboard', async () => {
    await page.getByRole('link', { name: 'Prove', exact: true }).click();
    await heading(page, 'Can I trust this?');
    await page.getByLabel('Filter').fill('A1216');
    await page
      .getByRole('button', { name: /^Why\? Row/ })
      .first()
      .click();
    const drawer = page.getByRole('dialog', { name: 'Why?' });
    await drawer.getByRole('tree').waitFor();
    await page.waitForURL(/why=proof/);
    await drawer.getByRole('treeitem').first().focus();
    for (let at = 0; at < 40; at++) {
      const focused = drawer.locator('[role=treeitem]:focus');
      if (/law/.test(await focused.locator('.mark').first().innerText())) break;
      await page.keyboard.press((await focused.getAttribute('aria-expanded')) === 'false' ? 'ArrowRight' : 'ArrowDown');
    }
    await page.keyboard.press('Enter');
    await drawer.getByRole('tab', { name: 'Law', selected: true }).waitFor();
    await drawer
      .getByText(/law since/)
      .first()
      .waitFor();
    match(await drawer.getByRole('tabpanel').innerText(), /CFR|U\.S\.C\./);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });
  await step('Why? of what is earned goes down by keyboard to a paragraph of law, and to claim lines that add up', async () => {
    await page.getByRole('link', { name: 'Savings', exact: true }).click();
    await heading(page, 'What will we earn or owe, and what made it?');
    await page.getByRole('button', { name: /^Why\? earned/i }).click();
    const drawer = page.getByRole('dialog', { name: 'Why?' });
    await drawer.getByRole('tree').waitFor();
    await drawer.getByRole('treeitem').first().focus();
    await walkTo(page, drawer, (line) => line.locator('.tree__law').getByText('law', { exact: true }));
    await page.keyboard.press('Enter');
    await drawer.getByRole('tab', { name: 'Law', selected: true }).waitFor();
    match(await drawer.getByRole('tabpanel').innerText(), /CFR|U\.S\.C\./);
    await page.keyboard.press('ArrowLeft');
    await drawer.getByRole('tab', { name: 'How', selected: true }).waitFor();
    await tabTo(page, (line) => line.getAttribute('role') === 'treeitem');
    await walkTo(page, drawer, (line) => line.locator('.tree__people'));
    await page.keyboard.press('Enter');
    await drawer.getByRole('tab', { name: 'People and claims', selected: true }).waitFor();
    await drawer.getByText(/claim lines? that count/).waitFor();
    await tabTo(page, (button) => button.textContent === 'Show the people');
    await page.keyboard.press('Enter');
    const said = await drawer.getByTestId('adds-up').innerText();
    const [people, fact] = /come to (\$?[\d,.]+)[^;]*; the fact is (\$?[\d,.]+\d)/.exec(said)?.slice(1) ?? [];
    equal(people, fact, said);
    await tabTo(page, (button) => button.getAttribute('aria-label')?.startsWith('Claim lines of') === true);
    await page.keyboard.press('Enter');
    await drawer.getByText(/lines? that counts?: \$[\d,]+/).waitFor();
    await drawer.getByRole('region', { name: 'Claim lines, rows' }).locator('tbody tr').first().waitFor();
    ok(!/person|1S\d/.test(decodeURIComponent(page.url())), 'the address names a person');
    const bad = (await violations(page)).filter(isBad);
    equal(bad.length, 0, bad.map((one) => `${one.impact} ${one.id}: ${one.where}`).join('; '));
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });
  await step('claim lines of one person open for whom they were granted', async () => {
    await page.getByRole('link', { name: 'Assignment', exact: true }).click();
    await heading(page, 'Who are our people, and why?');
    const choice = page.getByLabel('Show', { exact: true });
    await choice.selectOption('people');
    await page
      .getByRole('button', { name: /^Claims of/ })
      .first()
      .click();
    await page.getByRole('region', { name: 'Claims, rows' }).locator('tbody tr').first().waitFor();
    ok(!/person|1S\d/.test(decodeURIComponent(page.url())), 'the address names a person');
  });
  await step('a QP what-if by ticking a name, over the claims of the run', async () => {
    await page.getByRole('link', { name: 'QP', exact: true }).click();
    await heading(page, 'Who qualifies, and how close are the others?');
    equal(await page.getByLabel('Facts', { exact: true }).inputValue(), '');
    await page.getByRole('heading', { name: 'What moves the score' }).waitFor();
    await page.getByLabel('By', { exact: true }).selectOption('clinician');
    const mover = page.getByRole('region', { name: 'What moves the score, rows' }).locator('tbody td[data-label=NPI]').first();
    const npi = await mover.innerText();
    await page.getByRole('region', { name: 'Clinicians', exact: true }).getByLabel('Filter').fill(npi);
    await page
      .getByRole('checkbox', { name: `${npi} of A0001 in a what-if` })
      .first()
      .check();
    await page.getByText('1 clinician ticked').waitFor();
    await page.getByRole('button', { name: 'What if?', exact: true }).click();
    await page.getByTestId('what-if-answer').waitFor({ timeout: 60_000 });
    match(await page.getByTestId('what-if-answer').innerText(), /status of \d+ clinicians? changes|status changes/i);
    match(await page.getByTestId('what-if-answer').innerText(), /Score after/i);
    await page.reload();
    await page.getByTestId('what-if-answer').waitFor();
    await page.getByRole('button', { name: `Why? ${npi}` }).first().click();
    await page.getByRole('dialog', { name: `Why? ${npi}` }).getByRole('treeitem').nth(2).waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Facts', { exact: true }).selectOption('A0001');
    await page.getByText(/findings of \d+ kinds/).waitFor();
  });
  await step('the episodes of the run, and one by one for whom they were granted', async () => {
    await page.getByRole('link', { name: 'Bundles', exact: true }).click();
    await heading(page, 'Where do episodes win or lose?');
    match(await page.locator('.answer').innerText(), /[1-9]\d* episodes? cost \$[\d,]+/);
    await page.getByText('No targets are known: actual spending alone is shown').first().waitFor();
    await page.getByRole('button', { name: /^Each episode/ }).click();
    await page.getByRole('region', { name: 'Each episode, rows' }).locator('tbody tr').first().waitFor();
    ok(!/person|1S\d/.test(decodeURIComponent(page.url())), 'the address names a person');
  });
  await step('what moved the mean risk score, and HCCs that were not coded again', async () => {
    await page.getByRole('link', { name: 'Risk', exact: true }).click();
    await heading(page, 'Did our people get sicker or our coding better?');
    await page.getByRole('region', { name: 'How common each HCC is, rows' }).locator('tbody tr').first().waitFor();
    await page.getByRole('region', { name: 'HCCs that were not coded again, rows' }).locator('tbody tr').first().waitFor();
    match(await page.locator('.answer').innerText(), /mean risk score of \d+ people went from [\d.]+ in 2024 to [\d.]+ in 2025/);
    await page.getByRole('heading', { name: 'What moved the mean score from 2024 to 2025' }).waitFor();
  });
  await step('a MIPS score with its tree and what one more decile would bring', async () => {
    await page.getByRole('link', { name: 'MIPS', exact: true }).click();
    await heading(page, 'What is our score worth?');
    match(await page.locator('.answer').innerText(), /final score is [\d.]+ of 100 .* payments by/);
    await page.getByText(/One more decile in \S+ would bring the final score to/).waitFor();
    await page.getByRole('button', { name: 'Why? final score' }).click();
    await page.getByRole('dialog', { name: 'Why?' }).getByRole('treeitem').first().waitFor();
    await page.keyboard.press('Escape');
  });
  await step('two years of law are compared', async () => {
    await page.getByRole('link', { name: 'Rules', exact: true }).click();
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await page.getByLabel('Year', { exact: true }).fill('2025');
    await page.getByLabel('against year').fill('2026');
    const row = page.getByRole('region', { name: 'Values that differ, rows' }).locator('tbody tr').first();
    await row.waitFor();
    match(await page.locator('.answer').innerText(), /values? differs? between 2025 .* and 2026/);
  });
  await step('a table is sorted and filtered in the address, and saved as CSV', async () => {
    await page.goto(`${server.url}/rules?view=coverage`);
    await page.getByRole('button', { name: 'Status' }).click();
    await page.waitForURL(/coverage-sort=status/);
    await page.getByLabel('Filter').fill('425.6');
    await page.waitForURL(/coverage-filter=425\.6/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
    match(download.suggestedFilename(), /\.csv$/);
  });
}

async function everyPage(browser, server, mode) {
  const { context, page, complaints, foreign } = await open(browser, MODES[mode]);
  current = page;
  if (mode === 'light') {
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.screenshot({ path: join(SCREENS, 'sign-in-light.png') });
    await step('axe-core on sign-in', async () => equal((await violations(page)).filter(isBad).length, 0));
  }
  await signIn(page, server.url, PASSWORD);
  await heading(page, 'Where do we stand?');
  for (const [name, path] of Object.entries(PAGES)) {
    await step(`${name}, ${mode}`, async () => {
      await page.goto(server.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await settled(page);
      await page.screenshot({ path: join(SCREENS, `${name}-${mode}.png`) });
      // What shows under the pointer must keep to the content policy as well.
      const chart = page.locator('.chart__box svg').first();
      if ((await chart.count()) > 0) await chart.hover({ force: true });
      const found = await violations(page);
      const bad = found.filter(isBad);
      equal(bad.length, 0, bad.map((one) => `${one.impact} ${one.id}: ${one.where}`).join('; '));
      const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      ok(wide <= room, `the page is ${wide} wide on a screen of ${room}`);
      return found.length > 0 ? found.map((one) => `${one.impact} ${one.id}`).join(', ') : '';
    });
  }
  await step(`nothing was complained of and nothing fetched elsewhere, ${mode}`, () => {
    equal(complaints.length, 0, complaints.join('; '));
    equal(foreign.length, 0, foreign.join(' '));
  });
  await context.close();
}

const isBad = (one) => one.impact === 'serious' || one.impact === 'critical';

async function firstUse(browser, server) {
  const { context, page } = await open(browser, MODES.light);
  await signIn(page, server.url, PASSWORD);
  await heading(page, 'Where do we stand?');
  const began = Date.now();
  await page.goto(`${server.url}/overview`);
  await page.locator('.figures').first().waitFor();
  const took = Date.now() - began;
  await step('the overview prints with its choices stated', async () => {
    await page.emulateMedia({ media: 'print' });
    equal(await page.getByRole('navigation', { name: 'Pages' }).isVisible(), false);
    await page.locator('p.print-only').first().waitFor();
    const pdf = await page.pdf({ format: 'Letter' });
    ok(pdf.length > 10_000);
    await page.emulateMedia({ media: 'screen' });
  });
  await step('a second factor is set up, and asked for at the next sign-in', async () => {
    await page.goto(`${server.url}/account`);
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set up a second factor' }).click();
    const secret = await page.locator('form code').first().innerText();
    await page.getByLabel('The code that it shows').fill(totp(secret));
    await page.getByRole('button', { name: 'Ask for a code from now on' }).click();
    const recovery = await page.locator('.codes code').first().innerText();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('button', { name: 'Take the second factor away' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(page, server.url, PASSWORD);
    await page.getByLabel('Code of the second factor').fill(recovery);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await heading(page, 'Where do we stand?');
  });
  await step('sign-out shuts the door', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${server.url}/savings`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
  console.log(`     the overview was usable after ${took} ms`);
  await context.close();
}

async function main() {
  const report = process.argv[process.argv.indexOf('--report') + 1];
  if (!hasBrowser()) {
    console.log('skipped: no chromium (the end-to-end tests of the dashboard)');
    return;
  }
  const server = await serve();
  const browser = await launch();
  try {
    const { context, page, complaints } = await open(browser, MODES.light);
    current = page;
    await journey(page, server, zipOf(server.generated, ['A0001', 'methods.csv', 'reports']));
    await step('nothing was complained of on the way', () => equal(complaints.length, 0, complaints.join('; ')));
    await context.close();
    for (const mode of Object.keys(MODES)) await everyPage(browser, server, mode);
    await firstUse(browser, server);
  } finally {
    current = null;
    await browser.close();
    await server.stop();
  }
  const passed = results.filter((one) => one.passed).length;
  console.log(`end to end: ${passed} passed, ${results.length - passed} failed; screens are in artifacts/screens`);
  if (process.argv.includes('--report')) {
    mkdirSync(dirname(report), { recursive: true });
    writeFileSync(report, JSON.stringify({ numPassedTests: passed, numFailedTests: results.length - passed }));
  }
  process.exitCode = passed === results.length ? 0 : 1;
}

await main();
