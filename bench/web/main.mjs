// `node bench/web/main.mjs <figures.json> [--runs 5]`: measures our own app and its peers in a browser.
//
// `cargo xtask bench web` calls it and reads the figures; the budgets are there.
// Every run measures each of them once, in turn, so that what else the machine does hits all alike.

import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { openBrowser } from '../../tests/e2e/phone.mjs';
import { serveAll } from './apps.mjs';
import { gathered, spread } from './figures.mjs';
import { firstQuestion } from './first_question.mjs';
import { floor } from './floor.mjs';
import { machine } from './machine.mjs';
import { visitTwice } from './visits.mjs';
import { walk } from './walks.mjs';

const { positionals: [file], values } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '5' } } });
const runs = Number(values.runs);

const apps = await serveAll();
const browser = await openBrowser();
try {
  const taps = [];
  const machines = [];
  const measured = apps.map(({ name }) => ({ name, visits: [], questions: [], walks: [] }));
  for (let run = 1; run <= runs; run += 1) {
    const now = await machine(browser);
    const { rate } = now;
    machines.push(now);
    console.log(`  run ${run} of ${runs}, ${loadavg()[0].toFixed(1)} programs at work, CPU ×${rate.toFixed(2)}`);
    taps.push(...(await floor(browser, rate)));
    for (const [place, app] of apps.entries()) {
      const { visits, questions, walks } = measured[place];
      questions.push(await firstQuestion(browser, app, rate));
      walks.push(await walk(browser, app, rate));
      visits.push(await visitTwice(app, rate));
    }
    writeFileSync(file, JSON.stringify({ machine: gathered(machines), floor: spread(taps), apps: measured.map(summary) }, undefined, 2));
  }
} finally {
  await browser.close();
  for (const app of apps) await app.close();
}

function summary({ name, visits, questions, walks }) {
  const sent = walks.filter(({ kept }) => kept !== undefined);
  return {
    name,
    first: gathered(visits.map(({ first }) => first)),
    repeat: gathered(visits.map(({ repeat }) => repeat)),
    first_question: spread(questions.map(({ shown }) => shown)),
    ...(questions[0].answered !== undefined && { first_answer: spread(questions.map(({ answered }) => answered)) }),
    step: spread(walks.flatMap(({ steps }) => steps)),
    ...(sent.length > 0 && { kept: spread(sent.map(({ kept }) => kept)), received: spread(sent.map(({ received }) => received)) }),
  };
}
