// How many times slower than this machine the phone is, so that the same phone is measured on every machine.
//
// Lighthouse's "CPU ×4" is meant for a desktop computer: its guide asks to measure the machine first
// (docs/throttling.md, "CPU throttling"), and its calculator gives ×4 to a machine whose BenchmarkIndex is 1533.
// https://github.com/patrickhulce/lighthouse-cpu-throttling-calculator

import { pageFunctions } from 'lighthouse/core/lib/page-functions.js';
import { spread } from './figures.mjs';

/** The BenchmarkIndex of the phone: a quarter of the machine for which Lighthouse has ×4. */
const PHONE = 1533 / 4;
const TIMES = 5;

/** `{ index, rate }`: Lighthouse's BenchmarkIndex of this machine now, and the rate of `SlowPhone.slows`. */
export async function machine(browser) {
  const page = await browser.newPage();
  try {
    const indices = [];
    for (let time = 0; time < TIMES; time += 1) indices.push(await page.evaluate(`(${pageFunctions.computeBenchmarkIndex})()`));
    const index = spread(indices).median;
    return { index, rate: Math.max(1, index / PHONE) };
  } finally {
    await page.close();
  }
}
