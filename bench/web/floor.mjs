// What a tap costs where it changes nothing but a heading: below this no app can be, on this machine.

import { untilPainted } from './painted.mjs';
import { SlowPhone } from './phone.mjs';

const STEPS = 9;

/** Milliseconds of each of some taps on the processor of a phone. */
export async function floor(browser, rate) {
  const phone = await SlowPhone.unlock(browser, {}, rate);
  try {
    const { page } = phone;
    await page.setContent('<!doctype html><h1>0</h1><button>0</button>');
    await page.evaluate(() => {
      document.querySelector('button').onclick = () => (document.querySelector('h1').textContent += '.');
    });
    await phone.slows();
    const taps = [];
    for (let step = 1; step <= STEPS; step += 1) {
      const marks = [{ selector: 'h1', text: '.'.repeat(step) }];
      taps.push(...(await untilPainted(page, page.locator('button'), marks)));
    }
    return taps;
  } finally {
    await phone.close();
  }
}
