import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const SCREENS = new URL('../../artifacts/screens/', import.meta.url).pathname;
export const MODES = {
  light: { viewport: { width: 1366, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1366, height: 900 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
};

export const hasBrowser = () => existsSync(CHROMIUM);

export async function launch() {
  mkdirSync(SCREENS, { recursive: true });
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A page that keeps what the browser complained of: a refused inline style or script is such a complaint. */
export async function open(browser, options) {
  const context = await browser.newContext({
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    // A status that a step provokes on purpose is logged by the browser as well.
    if (message.type() === 'error' && !/status of (400|401|403|404|409)/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const foreign = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('http://127.0.0.1:') && !/^(data|blob):/.test(request.url())) foreign.push(request.url());
  });
  return { context, page, complaints, foreign };
}

/** What axe-core finds that is serious or critical. */
export async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map((one) => ({ impact: one.impact, id: one.id, where: one.nodes[0]?.html.slice(0, 160) }));
}
