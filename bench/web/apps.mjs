// What is measured: our own app and its peers, each served by an endpoint of its own.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Endpoint } from '../../tests/e2e/endpoint.mjs';
import { app, target } from '../../tests/e2e/place.mjs';
import { buildPeers } from '../peers/build.mjs';

/** Our own, in the table. */
export const OURS = 'ours';

/** Peers that cannot live under the policy that the endpoint sends: for them the browser is told to ignore it. */
const OUTSIDE_THE_POLICY = ['surveyjs'];

/** Serves them all; gives each with its name and address, ours first. */
export async function serveAll() {
  const peers = await buildPeers({
    content: path.join(target, 'content/fr.json'),
    app,
    folder: path.join(target, 'peers'),
  });
  const served = [];
  for (const [name, folder] of [[OURS, app], ...Object.entries(peers)]) {
    served.push(await App.serve(name, folder));
  }
  return served;
}

/** One of them. */
export class App {
  #endpoint;
  #mail;

  static async serve(name, folder) {
    const served = new App();
    served.name = name;
    served.bypassCsp = OUTSIDE_THE_POLICY.includes(name);
    served.#mail = await mkdtemp(path.join(os.tmpdir(), 'premier-accueil-bench-'));
    served.#endpoint = await Endpoint.start(`folder:${served.#mail}`, folder);
    served.address = served.#endpoint.address;
    return served;
  }

  async close() {
    await this.#endpoint.close();
    await rm(this.#mail, { recursive: true, force: true });
  }
}
