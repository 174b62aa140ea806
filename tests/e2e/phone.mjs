// A phone: real Chromium, small and touched with a finger, that remembers every complaint of the browser.

import { chromium as engine } from 'playwright-core';
import { chromium } from './place.mjs';

const FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
];

/** What a browser rightly says of a line that is down. */
const LINE_DOWN = /^Failed to load resource: net::ERR_/;

export function openBrowser() {
  return engine.launch({ executablePath: chromium, args: FLAGS, timeout: 30_000 });
}

export class Phone {
  #context;
  /** What the browser complained about: errors, panics, the security policy. */
  complaints = [];
  /** Ids of the submissions that left from here. */
  submissionIds = new Set();

  /**
   * A phone that has never been here. `address` is where the app is;
   * `touch: false` is a phone-sized window with a keyboard; `sharpness` is the pixels of a screen for one of the page.
   */
  static async unlock(browser, { address, language = 'fr', scheme = 'light', width = 360, height = 740, sharpness = 1, touch = true, javaScript = true, userAgent }) {
    const phone = new Phone();
    phone.touch = touch;
    phone.#context = await browser.newContext({
      baseURL: address,
      locale: language,
      colorScheme: scheme,
      timezoneId: 'Europe/Paris',
      viewport: { width, height },
      deviceScaleFactor: sharpness,
      hasTouch: touch,
      isMobile: touch,
      javaScriptEnabled: javaScript,
      ...(userAgent && { userAgent }),
    });
    phone.#context.setDefaultTimeout(10_000);
    await phone.#context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        console.error(`security policy: ${violatedDirective} refused ${blockedURI || 'something inline'}`);
      });
    });
    phone.#context.on('page', (page) => phone.#listen(page));
    phone.page = await phone.#context.newPage();
    return phone;
  }

  /** Another tab of the same phone. */
  newTab() {
    return this.#context.newPage();
  }

  /** Closes every page; the browser stays, as after the home button. */
  async closesItsPages() {
    for (const page of this.#context.pages()) await page.close();
  }

  /**
   * The browser wakes the worker when it likes, and as often: from now on only a test does, for what this page asks.
   * Gives a function that says what it has asked to be woken for.
   */
  async keepsTheBrowserFromWaking() {
    await this.page.evaluate(() => {
      window.askedToBeWoken = [];
      SyncManager.prototype.register = async (tag) => void window.askedToBeWoken.push(tag);
    });
    return () => this.page.evaluate(() => window.askedToBeWoken);
  }

  /** What the browser does by itself once it has network: wakes the worker for what was asked of it. */
  async wakesTheWorker(tag) {
    await this.#wakes('ServiceWorker.dispatchSyncEvent', { tag, lastChance: false });
  }

  /** The same, for what was asked of it once a day. */
  async wakesTheWorkerOnceADay(tag) {
    await this.#wakes('ServiceWorker.dispatchPeriodicSyncEvent', { tag });
  }

  async #wakes(event, what) {
    const page = await this.newTab();
    const session = await this.#context.newCDPSession(page);
    const registered = new Promise((told) =>
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => first && told(first)),
    );
    await session.send('ServiceWorker.enable');
    const { registrationId, scopeURL } = await registered;
    const origin = new URL(scopeURL).origin;
    await session.send(event, { origin, registrationId, ...what });
    await page.close();
  }

  /** Puts the phone away; fails if the browser complained of anything. */
  async close() {
    await this.#context.close();
    if (this.complaints.length > 0) {
      throw new Error(`the browser complained:\n${this.complaints.join('\n')}`);
    }
  }

  #listen(page) {
    page.on('console', (message) => {
      const text = message.text();
      // Where a test opens a file that is no page, the browser looks for its icon too.
      const ofIcon = message.location().url.endsWith('/favicon.ico');
      if (message.type() === 'error' && !LINE_DOWN.test(text) && !ofIcon) this.complaints.push(text);
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('request', (request) => {
      const [, id] = new URL(request.url()).pathname.match(/^\/v1\/submissions\/(.+)$/) ?? [];
      if (request.method() === 'PUT' && id) this.submissionIds.add(id);
    });
  }
}
