// The real endpoint, as a process of its own with a data folder of its own.

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { app, program, root } from './place.mjs';
import { soon, until } from './patience.mjs';

const READY = /^listening public (http:\/\/\S+?)\/?$/m;

export class Endpoint {
  #process;
  #dataDir;
  #mail;
  #app;
  #site;
  #desk;
  /** Everything it wrote, over all its lives. */
  log = '';

  /**
   * A new endpoint on a free port, with nothing stored, which mails to `mail` and serves the folder `served`;
   * `site` is the file of its Mission Locale, `desk` the address of the desk that the file describes.
   */
  static async start(mail, served = app, site = undefined, desk = undefined) {
    const endpoint = new Endpoint();
    endpoint.#desk = desk;
    endpoint.#mail = mail;
    endpoint.#app = served;
    endpoint.#site = site;
    endpoint.#dataDir = await mkdtemp(path.join(os.tmpdir(), 'premier-accueil-e2e-'));
    await endpoint.#run('127.0.0.1:0');
    return endpoint;
  }

  /** Ends it the way an administrator does; it finishes what it is doing. */
  async stops() {
    await this.#end('SIGTERM');
  }

  /** Starts it again where it was, with what it had stored. */
  async startsAgain() {
    await this.#run(new URL(this.address).host);
  }

  /** Its machine dies, and the backup that is put back is older than everything it received: its keys are all it has. */
  async losesWhatItReceived() {
    await this.stops();
    for (const name of await readdir(this.#dataDir)) {
      if (name.startsWith('premier-accueil.db')) await rm(path.join(this.#dataDir, name));
    }
    await this.startsAgain();
  }

  /** Another build of the app is deployed, as an administrator does it. */
  async serves(folder) {
    if (this.#process) await this.stops();
    this.#app = folder;
    await this.startsAgain();
  }

  /** What it says of one submission. */
  async status(id) {
    const answer = await fetch(`${this.address}/v1/submissions/${id}`, { signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) throw new Error(`the endpoint answered ${answer.status}`);
    return answer.json();
  }

  /** The link that it prints for the first person of the desk. */
  invitation() {
    return until('the link is printed', () => this.log.match(/^invitation (\S+)$/m)?.[1]);
  }

  /** Waits until the Mission Locale's mailbox has taken that submission, and the endpoint says so. */
  async delivers(id) {
    await until('delivered', async () => (await this.status(id)).state === 'delivered');
  }

  /** What an officer reads after that command on the same data: `premier-accueil rights …`. */
  async officer(...words) {
    const command = ['rights', ...words, '--data-dir', this.#dataDir, '--app-dir', this.#app, '--mail', this.#mail];
    const running = promisify(execFile)(program, command, { cwd: root, env: ownEnvironment(), timeout: 15_000 });
    return (await running).stdout;
  }

  async close() {
    if (this.#process) await this.#end('SIGKILL');
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  async #run(publicAddr) {
    const child = spawn(
      program,
      [
        ...['serve', '--app-dir', this.#app, '--data-dir', this.#dataDir, '--mail', this.#mail],
        ...['--public-addr', publicAddr, '--ops-addr', '127.0.0.1:0'],
        ...(this.#site ? ['--site', this.#site] : []),
        ...(this.#desk ? ['--desk-addr', this.#desk] : []),
      ],
      { cwd: root, env: ownEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#process = child;
    let printed = '';
    const ready = new Promise((listening, fail) => {
      child.on('error', fail);
      child.on('exit', (code, signal) => fail(new Error(`the endpoint ended (${code ?? signal}):\n${this.log}`)));
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8');
        stream.on('data', (text) => {
          this.log += text;
          if (stream !== child.stdout) return;
          printed += text;
          const found = printed.match(READY);
          if (found) listening(found[1]);
        });
      }
    });
    this.address = await soon('the endpoint listens', ready, 30_000);
  }

  async #end(signal) {
    const child = this.#process;
    this.#process = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    try {
      await soon(`the endpoint ends on ${signal}`, ended, 15_000);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }
}

/** This process's environment without settings of an endpoint. */
function ownEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PA_')));
}
