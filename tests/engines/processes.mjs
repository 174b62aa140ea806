// Programs that a browser is made of, each in a process group of its own, so that all of it can be ended.

import { spawn } from 'node:child_process';
import { soon } from '../e2e/patience.mjs';

const running = new Set();
process.on('exit', () => running.forEach((one) => one.kill()));
// The end of this process ends what it started, too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

export class Program {
  #child;
  #ended;
  #isOver = false;
  /** What it wrote, to both of its streams. */
  said = '';

  /** Starts `command`; `environment` comes on top of this process's own. */
  constructor(command, words, environment = {}) {
    this.#child = spawn(command, words, {
      detached: true,
      env: { ...process.env, ...environment },
      // The fourth is where Xvfb tells its number.
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.name = command;
    this.#ended = new Promise((done) => {
      this.#child.once('error', (error) => done(void (this.said += error)));
      this.#child.once('exit', done);
    });
    this.#ended.then(() => running.delete(this));
    for (const stream of this.#child.stdio.slice(1)) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => (this.said += text));
    }
    running.add(this);
  }

  /** The first group of `pattern`, once it stands in what the program says. */
  async says(pattern, within = 30_000) {
    let look;
    const found = new Promise((done) => {
      look = () => pattern.test(this.said) && done(this.said.match(pattern)[1]);
      for (const stream of this.#child.stdio.slice(1)) stream.on('data', look);
      look();
    });
    const early = this.#ended.then(() => {
      throw new Error(`${this.name} ended:\n${this.said}`);
    });
    return soon(`${this.name} says ${pattern}`, Promise.race([found, early]), within);
  }

  /** Waits until it has ended by itself, and ends it if it does not. */
  async ends(within = 10_000) {
    try {
      await soon(`${this.name} ends`, this.#ended, within);
    } finally {
      // Helpers that outlive the first of the group write on, into a folder that is searched or removed next.
      this.kill();
      this.#isOver = true;
    }
  }

  /** Ends it and all that it started, at once. */
  async killed() {
    this.kill();
    await soon(`${this.name} is killed`, this.#ended);
    this.#isOver = true;
  }

  kill() {
    // By now its number may be another process's.
    if (this.#isOver) return;
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // No process of the group is left.
    }
  }
}
