// A small phone with a slow processor, and a slow line where it is asked for: the conditions of Lighthouse's mobile preset.

export const SLOW = 4;
// Slow 4G as devtools throttling has it: 150 ms become 562.5 ms for each request, 1.6 Mbit/s lose a tenth.
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: (1474.56 * 1024) / 8, uploadThroughput: (675 * 1024) / 8 };

export class SlowPhone {
  #context;
  #devtools;

  /** A phone that has never been at `app`. */
  static async unlock(browser, { address, bypassCsp }) {
    const phone = new SlowPhone();
    phone.touch = true;
    phone.#context = await browser.newContext({
      baseURL: address,
      bypassCSP: bypassCsp,
      locale: 'fr',
      timezoneId: 'Europe/Paris',
      viewport: { width: 412, height: 823 },
      hasTouch: true,
      isMobile: true,
    });
    phone.#context.setDefaultTimeout(20_000);
    phone.page = await phone.#context.newPage();
    phone.#devtools = await phone.#context.newCDPSession(phone.page);
    return phone;
  }

  /** Makes the processor so many times slower than this machine's. */
  async slows(rate) {
    await this.#devtools.send('Emulation.setCPUThrottlingRate', { rate });
  }

  async goesOnSlow4g() {
    await this.#devtools.send('Network.enable');
    await this.#devtools.send('Network.emulateNetworkConditions', SLOW_4G);
  }

  async close() {
    await this.#context.close();
  }
}
