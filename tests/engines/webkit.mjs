// Debian's WebKitGTK on a profile folder that stays, driven over WebDriver.

import { fileURLToPath } from 'node:url';
import { until } from '../e2e/patience.mjs';
import { Hands } from './hands.mjs';
import { Program } from './processes.mjs';

const BROWSER = fileURLToPath(new URL('webkit_browser.py', import.meta.url));
/** The key of an element in every WebDriver answer. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export class WebKit extends Hands {
  #screen;
  #driver;
  #address;
  #session;

  /** Starts it on `profile`, an existing folder, on a screen of its own; `restores` shows what was open the last time. */
  static async open(profile, { restores = false } = {}) {
    const browser = new WebKit();
    const screen = new Program('Xvfb', ['-displayfd', '3', '-screen', '0', '800x900x24', '-nolisten', 'tcp']);
    browser.#screen = screen;
    const display = `:${await screen.says(/^(\d+)$/m)}`;
    const port = await freePort();
    const home = { HOME: profile, XDG_DATA_HOME: profile, XDG_CACHE_HOME: profile, XDG_CONFIG_HOME: profile };
    browser.#driver = new Program('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      ...home,
      DISPLAY: display,
      LANG: 'fr_FR.UTF-8',
      LANGUAGE: 'fr',
      NO_AT_BRIDGE: '1',
      PROFILE: profile,
      ...(restores && { RESTORES: 'yes' }),
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    });
    browser.#address = `http://127.0.0.1:${port}`;
    await until('WebKitWebDriver answers', () => browser.#asks('GET', '/status').then(Boolean, () => false));
    const wanted = { 'webkitgtk:browserOptions': { binary: BROWSER, args: [] } };
    const { sessionId } = await browser.#asks('POST', '/session', { capabilities: { alwaysMatch: wanted } });
    browser.#session = `/session/${sessionId}`;
    return browser;
  }

  /** Whether that says that the driver lost its browser; it was not asked to end it. */
  static endedByItself(error) {
    return /invalid session id/.test(error.message);
  }

  /** What the driver and the browser wrote. */
  said() {
    return this.#driver.said;
  }

  /** Its one window shows what it showed. */
  async turnsTo(address) {
    await until(`a page of ${address}`, async () => (await this.#does('GET', '/url')).startsWith(address));
  }

  async goes(address) {
    await this.#does('POST', '/url', { url: address });
  }

  async reloads() {
    await this.#does('POST', '/refresh', {});
  }

  async goesBack() {
    await this.#does('POST', '/back', {});
  }

  async evaluate(act, ...words) {
    const script = `
      const [given, told] = arguments;
      Promise.resolve((${act})(...JSON.parse(given))).then(
        (value) => told(JSON.stringify({ value: value ?? null })),
        (error) => told(JSON.stringify({ error: String(error) })),
      );`;
    const { value, error } = JSON.parse(await this.#does('POST', '/execute/async', { script, args: [JSON.stringify(words)] }));
    if (error) throw new Error(error);
    return value;
  }

  async element(find, ...words) {
    const script = `return (${find})(...JSON.parse(arguments[0]));`;
    return (await this.#does('POST', '/execute/sync', { script, args: [JSON.stringify(words)] }))?.[ELEMENT];
  }

  /** In the middle of the window first: WebKit leaves alone what is in sight, under the bar at its foot too. */
  async tap(element) {
    const script = "arguments[0].scrollIntoView({ block: 'center' });";
    await this.#does('POST', '/execute/sync', { script, args: [{ [ELEMENT]: element }] });
    await this.#does('POST', `/element/${element}/click`, {});
  }

  async keys(text) {
    const { [ELEMENT]: focused } = await this.#does('GET', '/element/active');
    await this.#does('POST', `/element/${focused}/value`, { text });
  }

  /** Closes it as a person does: it writes down what it wants to keep. */
  async closes() {
    await this.#does('DELETE', '');
    await this.isKilled();
  }

  /** Ends it so that it restores its tabs. */
  closesWithItsTabs() {
    return this.closes();
  }

  /** Ends it in the middle of whatever it does, as a phone does that needs the memory. */
  async isKilled() {
    await this.#driver?.killed();
    await this.#screen.killed();
  }

  #does(method, path, body) {
    return this.#asks(method, this.#session + path, body);
  }

  async #asks(method, path, body) {
    const answer = await fetch(this.#address + path, {
      method,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }
}

/** A port without a listener. */
async function freePort() {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}
