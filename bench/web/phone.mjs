// A small phone with a slow processor, and a slow line where it is asked for: the conditions of Lighthouse's mobile preset.

// Slow 4G as devtools throttling has it: 150 ms become 562.5 ms for each request, 1.6 Mbit/s lose a tenth.
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: (1474.56 * 1024) / 8, uploadThroughput: (675 * 1024) / 8 };

export class SlowPhone {
  #context;
  #devtools;
  #rate;

  /** A phone that has never been at `app`, so many times slower than this machine (`machine.mjs`). */
  static async unlock(browser, { address, bypassCsp }, rate) {
    const phone = new SlowPhone();
    phone.#rate = rate;
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

  /** Has the processor of a phone. */
  async slows() {
    await this.#throttles(this.#rate);
  }

  /** Has the processor of this machine again, for what is not measured. */
  async hurries() {
    await this.#throttles(1);
  }

  async #throttles(rate) {
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
