// The Mission Locale's mailbox: a real SMTP server, which can also have bad days.

import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { until } from './patience.mjs';

export class Mailbox {
  #server;
  #moods = [];
  #sockets = new Set();
  /** The mails it took, parsed, in order. */
  letters = [];
  /** Every mail it was offered: what it did, and the mail's Message-ID. */
  offers = [];

  static async open() {
    const mailbox = new Mailbox();
    mailbox.#server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onData: (stream, _session, answer) => mailbox.#receive(stream, answer),
    });
    // Hanging up and late answers are part of the play.
    mailbox.#server.on('error', () => {});
    mailbox.#server.server.on('connection', (socket) => {
      mailbox.#sockets.add(socket);
      socket.on('close', () => mailbox.#sockets.delete(socket));
    });
    await new Promise((listening) => mailbox.#server.listen(0, '127.0.0.1', listening));
    mailbox.url = `smtp://127.0.0.1:${mailbox.#server.server.address().port}`;
    return mailbox;
  }

  /** Asks for the next mail to come back later (451). */
  defers() {
    this.#moods.push('deferred');
  }

  /** Refuses the next mail for good (554). */
  refuses() {
    this.#moods.push('refused');
  }

  /** Hears the next mail to its end, then hangs up without an answer. */
  hangsUpAfterData() {
    this.#moods.push('hung up');
  }

  /** The first letter, once it is there. */
  async letter({ within = 20_000 } = {}) {
    await until('a mail arrives', () => this.letters.length > 0, { within });
    return this.letters[0];
  }

  async close() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #receive(stream, answer) {
    const chunks = [];
    try {
      for await (const chunk of stream) chunks.push(chunk);
    } catch {
      // The sender may be ended in the middle of a mail: it was not offered one.
      return;
    }
    const letter = await PostalMime.parse(Buffer.concat(chunks));
    const outcome = this.#moods.shift() ?? 'accepted';
    this.offers.push({ outcome, messageId: letter.messageId });
    switch (outcome) {
      case 'deferred':
        return answer(refusal(451, 'come back later'));
      case 'refused':
        return answer(refusal(554, 'not here'));
      case 'hung up':
        for (const socket of this.#sockets) socket.destroy();
        return undefined;
      default:
        this.letters.push(letter);
        return answer();
    }
  }
}

function refusal(responseCode, message) {
  return Object.assign(new Error(message), { responseCode });
}
