// One test, in each of the three engines that phones have: Chromium, Firefox (Gecko), WebKit.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Road } from '../e2e/road.mjs';
import { Chromium } from './chromium.mjs';
import { Firefox } from './firefox.mjs';
import { Person } from './person.mjs';
import { WebKit } from './webkit.mjs';

/** All three, or the one that `ENGINE` names. */
const ENGINES = [Chromium, Firefox, WebKit].filter(({ name }) => !process.env.ENGINE || process.env.ENGINE === name);

/** Twice and more what the slowest takes on two cores; other work beside it is not to fail it. */
const WITHIN = 180_000;

/** `walk` has the road, and a person whose browser was never here. */
export function inEachEngine(name, walk) {
  for (const Engine of ENGINES) {
    test(`${Engine.name}: ${name}`, { timeout: WITHIN }, async (t) => {
      try {
        await walks(t, Engine, walk);
      } catch (error) {
        // Debian's WebKitGTK now and then ends by itself, whatever page it shows: that says nothing of ours. Once.
        if (!Engine.endedByItself?.(error)) throw error;
        t.diagnostic(`the browser ended by itself, and the walk begins anew: ${error.message}`);
        await walks(t, Engine, walk);
      }
    });
  }
}

async function walks(t, Engine, walk) {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'premier-accueil-profile-'));
  const road = await Road.lay(t);
  t.after(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  const line = await road.line();
  const person = road.keep(new Person(Engine, profile, line.address));
  await person.opensTheBrowser();
  await walk({ road, line, person, Engine, t });
}
