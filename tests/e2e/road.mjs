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
  #laid = [];

  /** A road that is taken up again when the test ends, of the Mission Locale of that file; of the demo without one. */
  static async lay(test, { site } = {}) {
    const road = new Road();
    test.after(() => road.#takeUp());
    road.mailbox = road.keep(await Mailbox.open());
    road.endpoint = road.keep(await Endpoint.start(road.mailbox.url, undefined, site));
    return road;
  }

  /** A line between the phones and the endpoint, which can be disturbed. */
  async line() {
    return this.keep(await Line.to(this.endpoint.address));
  }

  /** Somebody with a phone; `through` is the endpoint or a line to it, the rest is what kind of phone. */
  async youngPerson({ through = this.endpoint, ...settings } = {}) {
    const phone = await Phone.unlock(await browser(), { address: through.address, ...settings });
    return new YoungPerson(this.keep(phone));
  }

  /** Takes that up too when the test ends. */
  keep(part) {
    this.#laid.push(part);
    return part;
  }

  /** The last laid first; a complaint of one part leaves none of the others behind. */
  async #takeUp() {
    const complaints = [];
    for (const part of this.#laid.reverse()) {
      await part.close().catch((complaint) => complaints.push(complaint));
    }
    if (complaints.length > 0) throw complaints.length === 1 ? complaints[0] : new AggregateError(complaints);
  }
}
