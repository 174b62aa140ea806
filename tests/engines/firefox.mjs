// Debian's Firefox ESR on a profile folder that stays, driven over WebDriver BiDi.
//
// A few commands over a WebSocket; a client library for all of BiDi would bring eighty packages along.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import WebSocket from 'ws';
import { soon, until } from '../e2e/patience.mjs';
import { Hands } from './hands.mjs';
import { Program } from './processes.mjs';
import { unpackedSession } from './profile.mjs';

/** As on a phone, but for what would speak to the outside, ask something, or make a test wait. */
const SETTINGS = {
  // Without this, what is driven restores no session and writes less than a phone does.
  'remote.prefs.recommended': false,
  'browser.sessionstore.interval': 500,
  'browser.sessionstore.interval.idle': 500,
  'intl.locale.requested': 'fr',
  'intl.accept_languages': 'fr',
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.newtabpage.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.safebrowsing.provider.mozilla.updateURL': '',
  'browser.safebrowsing.provider.mozilla.gethashURL': '',
  'browser.search.update': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.tabs.warnOnClose': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.healthreport.uploadEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  'network.http.speculative-parallel-limit': 0,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'startup.homepage_welcome_url': 'about:blank',
  'browser.startup.homepage': 'about:blank',
  'termsofuse.bypassNotification': true,
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': '',
};

/** Whether a session has a tab that shows that address now: one it has been at is no sign that all is written. */
function isShown(session, address) {
  if (!session) return false;
  const tabs = JSON.parse(session).windows.flatMap((window) => window.tabs);
  return tabs.some(({ entries, index }) => entries[index - 1]?.url === address);
}

export class Firefox extends Hands {
  #program;
  #profile;
  #socket;
  #asked = new Map();
  #context;

  /** Starts it on `profile`, an existing folder; `restores` opens the tabs of the last time again. */
  static async open(profile, { restores = false } = {}) {
    const browser = new Firefox();
    browser.#profile = profile;
    const settings = { ...SETTINGS, 'browser.startup.page': restores ? 3 : 0 };
    const lines = Object.entries(settings).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
    await writeFile(path.join(profile, 'user.js'), lines.join(''));
    const words = ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile, '--width=360', '--height=740'];
    browser.#program = new Program('firefox-esr', words, { HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' });
    const address = await browser.#program.says(/WebDriver BiDi listening on (\S+)/);
    await browser.#connects(`${address}/session`);
    await browser.#asks('session.new', { capabilities: {} });
    const { contexts } = await browser.#asks('browsingContext.getTree', {});
    browser.#context = contexts.at(-1).context;
    return browser;
  }

  /** What it wrote. */
  said() {
    return this.#program.said;
  }

  /** Turns to the tab, restored by the browser, that shows something of `address`. */
  async turnsTo(address) {
    const find = async () => {
      const { contexts } = await this.#asks('browsingContext.getTree', {});
      return contexts.find(({ url }) => url.startsWith(address))?.context;
    };
    this.#context = await until(`a tab of ${address}`, find);
    await this.#asks('browsingContext.activate', { context: this.#context });
  }

  async goes(address) {
    await this.#asks('browsingContext.navigate', { context: this.#context, url: address, wait: 'complete' });
  }

  async reloads() {
    await this.#asks('browsingContext.reload', { context: this.#context, wait: 'complete' });
  }

  async goesBack() {
    await this.#asks('browsingContext.traverseHistory', { context: this.#context, delta: -1 });
  }

  async evaluate(act, ...words) {
    const run = `async (given) => JSON.stringify((await (${act})(...JSON.parse(given))) ?? null)`;
    const { value } = await this.#calls(run, words);
    return JSON.parse(value);
  }

  async element(find, ...words) {
    const { sharedId } = await this.#calls(`(given) => (${find})(...JSON.parse(given))`, words);
    return sharedId && { sharedId };
  }

  /** Aims again where the page moved meanwhile, as it does to what it gives the focus: nothing was pressed then. */
  async tap(element, tries = 3) {
    try {
      await this.#taps(element);
    } catch (error) {
      if (tries === 1 || !/out of bounds/.test(error.message)) throw error;
      await this.tap(element, tries - 1);
    }
  }

  async #taps(element) {
    await this.#calls('(_, element) => element.scrollIntoView({ block: "center", behavior: "instant" })', [], element);
    const origin = { type: 'element', element };
    const actions = [
      { type: 'pointerMove', x: 0, y: 0, origin },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await this.#acts({ type: 'pointer', id: 'finger', actions });
  }

  async keys(text) {
    const actions = [...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
    await this.#acts({ type: 'key', id: 'keyboard', actions });
  }

  /** Closes it as a person does: it writes down what it wants to keep. */
  async closes() {
    await this.#asks('browser.close', {});
    await this.#program.ends(20_000);
    this.#socket.terminate();
  }

  /**
   * Ends it so that it restores its tabs: it does after a kill, of what it had written until then.
   * Closed by its driver, it closes its windows first, and has none to restore.
   * It can miss that a page has replaced its address, until something else happens there: a person reads, and scrolls.
   */
  async closesWithItsTabs() {
    const address = await this.evaluate(() => location.href);
    const file = path.join(this.#profile, 'sessionstore-backups', 'recovery.jsonlz4');
    const isWritten = async () => {
      await this.evaluate(() => scrollBy(0, scrollY > 0 ? -40 : 40));
      return isShown(await unpackedSession(file), address);
    };
    await until('the tabs are written down', isWritten, { every: 1000 });
    await this.isKilled();
  }

  /** Ends it in the middle of whatever it does, as a phone does that needs the memory. */
  async isKilled() {
    await this.#program.killed();
    this.#socket?.terminate();
  }

  async #connects(address) {
    this.#socket = new WebSocket(address);
    this.#socket.on('message', (text) => {
      const answer = JSON.parse(text);
      this.#asked.get(answer.id)?.(answer);
      this.#asked.delete(answer.id);
    });
    const open = new Promise((done, fail) => this.#socket.once('open', done).once('error', fail));
    await soon('Firefox takes a connection', open);
    this.#socket.on('error', () => {});
  }

  async #asks(method, params) {
    const id = this.#asked.size + Math.floor(Math.random() * 2 ** 40);
    const answered = new Promise((done) => this.#asked.set(id, done));
    this.#socket.send(JSON.stringify({ id, method, params }));
    const answer = await soon(`Firefox answers ${method}`, answered, 20_000);
    if (answer.type === 'error') throw new Error(`${method}: ${answer.error}: ${answer.message}`);
    return answer.result;
  }

  async #calls(functionDeclaration, words, ...elements) {
    const answer = await this.#asks('script.callFunction', {
      functionDeclaration,
      target: { context: this.#context },
      arguments: [{ type: 'string', value: JSON.stringify(words) }, ...elements],
      awaitPromise: true,
    });
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
    return answer.result;
  }

  #acts(source) {
    return this.#asks('input.performActions', { context: this.#context, actions: [source] });
  }
}
