// Debian's Chromium on a profile folder that stays, driven with Playwright.

import { chromium as playwright } from 'playwright-core';
import { until } from '../e2e/patience.mjs';
import { chromium } from '../e2e/place.mjs';
import { Hands } from './hands.mjs';
import { Program } from './processes.mjs';

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
  // The bubble that asks about a browser that was killed is a page of its own, which cannot be driven.
  '--hide-crash-restore-bubble',
  '--window-size=360,740',
  '--lang=fr',
  '--accept-lang=fr',
  '--remote-debugging-port=0',
];

/**
 * Takes hold of the browser. A start on a busy machine now and then leaves the first hand unanswered for ever, with the
 * browser itself well: a second one is taken.
 */
async function connected(address) {
  try {
    return await playwright.connectOverCDP(address, { timeout: 12_000 });
  } catch {
    return await playwright.connectOverCDP(address);
  }
}

export class Chromium extends Hands {
  #program;
  #browser;
  #page;

  /**
   * Starts it on `profile`, an existing folder; `restores` opens the tabs of the last time again.
   * Playwright's own start would add flags that no phone has.
   */
  static async open(profile, { restores = false } = {}) {
    const browser = new Chromium();
    const flags = [...FLAGS, `--user-data-dir=${profile}`, ...(restores ? ['--restore-last-session'] : [])];
    browser.#program = new Program(chromium, flags);
    const address = await browser.#program.says(/DevTools listening on (\S+)/);
    try {
      browser.#browser = await connected(address);
    } catch (error) {
      // A browser that cannot be driven would outlive its test.
      await browser.#program.killed();
      throw error;
    }
    const [context] = browser.#browser.contexts();
    browser.#page = context.pages()[0] ?? (await context.newPage());
    return browser;
  }

  /** What it wrote. */
  said() {
    return this.#program.said;
  }

  /** Turns to the tab, restored by the browser, that shows something of `address`. */
  async turnsTo(address) {
    const pages = () => this.#browser.contexts().flatMap((context) => context.pages());
    this.#page = await until(`a tab of ${address}`, () => pages().find((page) => page.url().startsWith(address)));
    await this.#page.bringToFront();
  }

  async goes(address) {
    await this.#page.goto(address);
  }

  async reloads() {
    await this.#page.reload();
  }

  async goesBack() {
    await this.#page.goBack();
  }

  evaluate(act, ...words) {
    return this.#page.evaluate(call(act, words));
  }

  async element(find, ...words) {
    return (await this.#page.evaluateHandle(call(find, words))).asElement();
  }

  tap(element) {
    return element.click();
  }

  keys(text) {
    return this.#page.keyboard.type(text);
  }

  /** Closes it as a person does: it writes down what it wants to keep. */
  async closes() {
    const session = await this.#browser.newBrowserCDPSession();
    await Promise.allSettled([session.send('Browser.close')]);
    await this.#program.ends();
  }

  /** Ends it so that it restores its tabs. */
  closesWithItsTabs() {
    return this.closes();
  }

  /** Ends it in the middle of whatever it does, as a phone does that needs the memory. */
  async isKilled() {
    await this.#program.killed();
  }
}

function call(act, words) {
  return `(${act})(...${JSON.stringify(words)})`;
}
