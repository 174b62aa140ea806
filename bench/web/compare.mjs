// `node bench/web/compare.mjs [--runs 5] before=<folder> after=<folder>`: a step in several builds of our own app, in turns.
//
// To compare a change: the same build, measured twice, differs by what else the machine does meanwhile.

import { parseArgs } from 'node:util';
import { openBrowser } from '../../tests/e2e/phone.mjs';
import { App, OURS } from './apps.mjs';
import { spread } from './figures.mjs';
import { floor } from './floor.mjs';
import { machine } from './machine.mjs';
import { walk } from './walks.mjs';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '5' } } });

const builds = [];
for (const build of positionals) {
  const [name, folder] = build.split('=');
  builds.push({ name, app: await App.serve(OURS, folder), steps: [] });
}
const taps = [];
const browser = await openBrowser();
try {
  for (let run = 0; run < Number(values.runs); run += 1) {
    const { rate } = await machine(browser);
    taps.push(...(await floor(browser, rate)));
    for (const { app, steps } of builds) steps.push(...(await walk(browser, app, rate)).steps);
  }
} finally {
  await browser.close();
  for (const { app } of builds) await app.close();
}

for (const { name, steps } of [{ name: 'a tap that changes a heading', steps: taps }, ...builds]) {
  const { median, low, high, runs } = spread(steps);
  console.log(`${name}: ${median.toFixed(0)} ms (${low.toFixed(0)} to ${high.toFixed(0)}), ${runs} taps`);
}
