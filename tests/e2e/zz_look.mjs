import { Road } from './road.mjs';
import { test } from 'node:test';
import { maelys, maelysInFull } from './people.mjs';
const out = process.env.SHOTS ?? '/tmp/shots';
for (const scheme of ['light', 'dark']) {
  test(scheme, async (t) => {
    const road = await Road.lay(t);
    const p = await road.youngPerson({ scheme, sharpness: 1 });
    const shot = (n, fullPage = false) => p.page.screenshot({ path: `${out}/${scheme}-${n}.png`, fullPage });
    await p.arrives();
    await p.page.waitForTimeout(500);
    await shot('01-welcome'); await shot('01-welcome-full', true);
    await p.asksToBeCalledBack();
    await shot('02-short1', true);
    const a = maelys({ contact_slots: ['morning'] });
    let n = 3;
    while (p.where().section) {
      await p.fills(a); await shot(`${String(n).padStart(2, '0')}-short-${p.where().section}`, true); n += 1;
      const was = p.where().section;
      await p.continues();
      await p.page.waitForFunction((w) => !location.pathname.endsWith('/' + w), was);
    }
    await p.page.waitForTimeout(300);
    await shot('06-check'); await shot('06-check-full', true);
    await p.sends();
    await p.page.waitForSelector('.ticket');
    await p.page.waitForTimeout(700);
    await shot('07-sent'); await shot('07-sent-full', true);
    await p.opensOutbox(); await p.page.waitForTimeout(300);
    await shot('08-outbox', true);
    await p.arrives(); await p.page.waitForTimeout(500);
    await shot('09-home-after', true);
    const q = await road.youngPerson({ scheme });
    await q.arrives(); await q.starts();
    const b = maelysInFull(); n = 10;
    while (q.where().section) {
      await q.fills(b); await q.page.screenshot({ path: `${out}/${scheme}-${n}-long-${q.where().section}.png`, fullPage: true }); n += 1;
      const was = q.where().section;
      await q.continues();
      await q.page.waitForFunction((w) => !location.pathname.endsWith('/' + w), was);
    }
    await q.page.waitForTimeout(300);
    await q.page.screenshot({ path: `${out}/${scheme}-${n}-long-check.png`, fullPage: true });
  });
}
