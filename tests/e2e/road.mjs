// The whole road, laid anew for each test: a mailbox, an endpoint, phones, and a line between them where one is needed.
//
// Each test file has one browser; each test has its own everything else.

import { after } from 'node:test';
import { Endpoint } from './endpoint.mjs';
import { Line } from './line.mjs';
import { Mailbox } from './mailbox.mjs';
import { Phone, openBrowser } from './phone.mjs';
import { YoungPerson } from './young_person.mjs';

let opened;
after(async () => (await opened)?.close());

function browser() {
  opened ??= openBrowser();
  return opened;
}

export class Road {
  #test;

  /** A road that is taken up again when the test ends. */
  static async lay(test) {
    const road = new Road();
    road.#test = test;
    road.mailbox = await Mailbox.open();
    test.after(() => road.mailbox.close());
    road.endpoint = await Endpoint.start(road.mailbox.url);
    test.after(() => road.endpoint.close());
    return road;
  }

  /** A line between the phones and the endpoint, which can be disturbed. */
  async line() {
    const line = await Line.to(this.endpoint.address);
    this.#test.after(() => line.close());
    return line;
  }

  /** Somebody with a phone; `through` is a line, `language` the language they read. */
  async youngPerson({ through = this.endpoint, ...settings } = {}) {
    const phone = await Phone.unlock(await browser(), { address: through.address, ...settings });
    this.#test.after(() => phone.close());
    return new YoungPerson(phone);
  }
}
