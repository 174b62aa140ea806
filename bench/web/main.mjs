// `node bench/web/main.mjs <figures.json> [--runs 5]`: measures our own app and its peers in a browser.
//
// `cargo xtask bench web` calls it and reads the figures; the budgets are there.
// Everybody's turn comes in every run, so that what else the machine does hits all alike.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openBrowser } from '../../tests/e2e/phone.mjs';
import { serveAll } from './apps.mjs';
import { gathered, spread } from './figures.mjs';
import { firstQuestion } from './first_question.mjs';
import { floor } from './floor.mjs';
import { visitTwice } from './visits.mjs';
import { walk } from './walks.mjs';

const { positionals: [file], values } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '5' } } });
const runs = Number(values.runs);

const apps = await serveAll();
try {
  const taps = [];
  const measured = new Map(apps.map(({ name }) => [name, { visits: [], questions: [], walks: [] }]));
  await inTurns('questions', (browser) => (app) => firstQuestion(browser, app));
  await inTurns('walks', (browser) => (app) => walk(browser, app), async (browser) => taps.push(...(await floor(browser))));
  await inTurns('visits', () => visitTwice);
  const figures = apps.map(({ name }) => ({ name, ...summary(measured.get(name)) }));
  writeFileSync(file, JSON.stringify({ floor: spread(taps), apps: figures }, undefined, 2));

  async function inTurns(what, measuring, beside) {
    const browser = await openBrowser();
    try {
      const measure = measuring(browser);
      for (let run = 1; run <= runs; run += 1) {
        console.log(`  ${what}: run ${run} of ${runs}`);
        for (const app of apps) measured.get(app.name)[what].push(await measure(app));
        await beside?.(browser);
      }
    } finally {
      await browser.close();
    }
  }
} finally {
  for (const app of apps) await app.close();
}

function summary({ visits, questions, walks }) {
  const sent = walks.filter(({ kept }) => kept !== undefined);
  return {
    first: gathered(visits.map(({ first }) => first)),
    repeat: gathered(visits.map(({ repeat }) => repeat)),
    first_question: spread(questions),
    step: spread(walks.flatMap(({ steps }) => steps)),
    ...(sent.length > 0 && { kept: spread(sent.map(({ kept }) => kept)), received: spread(sent.map(({ received }) => received)) }),
  };
}
