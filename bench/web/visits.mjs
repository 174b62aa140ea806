// A first and a repeat visit of one app, as Lighthouse sees them: devtools throttling, slow 4G, the processor of a phone.

import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { throttling } from 'lighthouse/core/config/constants.js';
import puppeteer from 'puppeteer-core';
import { chromium } from '../../tests/e2e/place.mjs';

// The phone speaks French, as the peers do: in another of its languages the app would paint its words twice.
const FLAGS = ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--accept-lang=fr'];
const AUDITS = {
  first_paint: 'first-contentful-paint',
  lcp: 'largest-contentful-paint',
  interactive: 'interactive',
  blocked: 'total-blocking-time',
  bytes: 'total-byte-weight',
};
const settings = (rate) => ({
  extends: 'lighthouse:default',
  settings: {
    formFactor: 'mobile',
    throttlingMethod: 'devtools',
    throttling: { ...throttling.mobileSlow4G, cpuSlowdownMultiplier: rate },
    onlyAudits: Object.values(AUDITS),
  },
});

/** Both visits, in a profile that nothing has been in. */
export async function visitTwice({ address, bypassCsp }, rate) {
  const chrome = await launch({ chromePath: chromium, chromeFlags: FLAGS, logLevel: 'silent' });
  let browser;
  try {
    browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${chrome.port}`, defaultViewport: null });
    const first = await visit(browser, address, { bypassCsp, rate, again: false });
    await settle(browser, address, bypassCsp);
    const repeat = await visit(browser, address, { bypassCsp, rate, again: true });
    return { first, repeat };
  } finally {
    await browser?.disconnect();
    chrome.kill();
  }
}

async function visit(browser, address, { bypassCsp, rate, again }) {
  const page = await opened(browser, bypassCsp);
  try {
    const result = await lighthouse(address, { logLevel: 'silent', disableStorageReset: again }, settings(rate), page);
    return figures(result.lhr);
  } finally {
    await page.close();
  }
}

/** Between the visits: the page once more, until its service worker has all its files, where there is one. */
async function settle(browser, address, bypassCsp) {
  const page = await opened(browser, bypassCsp);
  await page.goto(address, { waitUntil: 'networkidle0' });
  await page.evaluate(async () => {
    const registered = await navigator.serviceWorker.getRegistration();
    if (registered) await navigator.serviceWorker.ready;
  });
  await page.close();
}

async function opened(browser, bypassCsp) {
  const page = await browser.newPage();
  await page.setBypassCSP(bypassCsp);
  return page;
}

function figures({ audits, runtimeError }) {
  if (runtimeError) throw new Error(`Lighthouse: ${runtimeError.message}`);
  const found = Object.entries(AUDITS).map(([name, audit]) => {
    const { numericValue, errorMessage } = audits[audit];
    if (numericValue === undefined) throw new Error(`Lighthouse has no ${audit}: ${errorMessage}`);
    return [name, numericValue];
  });
  return Object.fromEntries(found);
}
