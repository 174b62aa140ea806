// The line between phone and endpoint: it can work, lose what comes back, refuse, or belong to a captive portal.

import http from 'node:http';

const REFUSAL = JSON.stringify({ type: 'urn:premier-accueil:problem/unknown-key', title: 'Unknown key', status: 422 });
const PORTAL = '<!doctype html><title>Wi-Fi</title><p>Connecte-toi pour continuer.';

function gone(request) {
  request.socket.destroy();
}

/** What a filter says that knows nothing but `GET` and `POST`. */
function forbidden(request, response) {
  request.resume();
  response.writeHead(403, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><title>Interdit</title>');
}

function portal(request, response) {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PORTAL);
}

/** What a proxy says whose own machine does not answer. */
function busy(request, response) {
  request.resume();
  response.writeHead(503, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><title>503</title>');
}

export class Line {
  #server;
  #target;
  #mood = 'works';
  #withheld = [];
  #forbidden = [];
  /** Every request to `/v1` that reached the endpoint: method, path, and what the endpoint answered. */
  crossings = [];
  /** Everything that anybody asked for here, as `GET /path`. */
  asked = [];

  /** A line to `target`, the endpoint's address. */
  static async to(target) {
    const line = new Line();
    line.#target = new URL(target);
    line.#server = http.createServer((request, response) => line.#carry(request, response));
    await new Promise((listening) => line.#server.listen(0, '127.0.0.1', listening));
    line.address = `http://127.0.0.1:${line.#server.address().port}`;
    return line;
  }

  works() {
    this.#mood = 'works';
    this.#withheld = [];
    this.#forbidden = [];
  }

  /** From now on a filter forbids requests of these methods. */
  forbids(...methods) {
    this.#forbidden = methods;
  }

  /**
   * From now on no request for such a path gets through, of page or worker: the line seems gone, or, `as: 'portal'`,
   * from a captive portal, `'busy'`, from a proxy in trouble, `'cut'`, no more than its beginning.
   */
  withholds(path, { as = 'gone' } = {}) {
    const cut = (request, response) => this.#carryOn(request, response, { cut: true });
    this.#withheld.push({ path, carry: { gone, portal, busy, cut }[as] });
  }

  /** From now on a proxy calls what has such a path something else. */
  renames(path, type) {
    this.#withheld.push({ path, carry: (request, response) => this.#carryOn(request, response, { type }) });
  }

  /** Keeps what has such a path until the function that it gives back is called. */
  holds(path) {
    const held = [];
    const rule = { path, carry: (request, response) => held.push([request, response]) };
    this.#withheld.push(rule);
    return () => {
      this.#withheld = this.#withheld.filter((other) => other !== rule);
      // The client may be gone.
      for (const [request, response] of held) if (!request.socket.destroyed) this.#carryOn(request, response);
    };
  }

  /** What is sent arrives, its answer never does. */
  losesAnswers() {
    this.#mood = 'loses answers';
  }

  /** Everything under `/v1` is answered with 200 by a captive portal. */
  belongsToAPortal() {
    this.withholds(/^\/v1/, { as: 'portal' });
  }

  /** Every sending is answered as an endpoint does that has another key, or an older rule. */
  refuses() {
    this.#mood = 'refuses';
  }

  /** Every sending that reached the endpoint, in order. */
  sendings() {
    return this.crossings.filter(({ method }) => method === 'PUT');
  }

  /** How the endpoint answered each sending, in order. */
  answers() {
    return this.sendings().map(({ status }) => status);
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  #carry(request, response) {
    this.asked.push(`${request.method} ${request.url}`);
    const withheld = this.#withheld.find(({ path }) => path.test(request.url));
    if (withheld) {
      withheld.carry(request, response);
      return;
    }
    if (this.#forbidden.includes(request.method)) {
      forbidden(request, response);
      return;
    }
    if (request.method === 'PUT' && this.#mood === 'refuses') {
      request.resume();
      response.writeHead(422, { 'content-type': 'application/problem+json' }).end(REFUSAL);
      return;
    }
    this.#carryOn(request, response);
  }

  #carryOn(request, response, { cut = false, type } = {}) {
    const ours = request.url.startsWith('/v1');
    const { hostname, port } = this.#target;
    const onward = http.request({ hostname, port, method: request.method, path: request.url, headers: request.headers });
    onward.on('error', () => request.socket.destroy());
    onward.on('response', (answer) => {
      if (ours) this.crossings.push({ method: request.method, path: request.url, status: answer.statusCode });
      if (request.method === 'PUT' && this.#mood === 'loses answers') {
        answer.resume();
        request.socket.destroy();
        return;
      }
      const headers = { ...answer.headers, ...(type && { 'content-type': type }) };
      response.writeHead(answer.statusCode, headers);
      if (cut) {
        answer.once('data', (beginning) => response.write(beginning.subarray(0, beginning.length / 2), () => request.socket.destroy()));
        return;
      }
      answer.pipe(response);
    });
    request.pipe(onward);
  }
}
