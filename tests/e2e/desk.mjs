// A desk of one's own on a free port, and a member of its staff: real Chromium with a software authenticator.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import axe from 'axe-core';
import { Endpoint } from './endpoint.mjs';
import { Mailbox } from './mailbox.mjs';
import { Phone, openBrowser } from './phone.mjs';
import { siteOf } from './own_site.mjs';
import { maelys, maelysInFull } from './people.mjs';
import { YoungPerson } from './young_person.mjs';

/** A port that nothing listens on now: the desk's address stands in its site's file, so that it is chosen beforehand. */
async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** An endpoint with a desk, and a browser; both end with the test. */
export async function openDesk(t, tries = 3) {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const site = await siteOf(t, (text) => text.replace('http://localhost:8081', origin));
  const mailbox = await Mailbox.open();
  t.after(() => mailbox.close());
  let endpoint;
  try {
    endpoint = await Endpoint.start(mailbox.url, undefined, site, `127.0.0.1:${port}`);
  } catch (error) {
    // Another program can have taken the port since.
    if (tries > 1 && /déjà prise/.test(error.message)) return openDesk(t, tries - 1);
    throw error;
  }
  t.after(() => endpoint.close());
  const browser = await openBrowser();
  t.after(() => browser.close());
  return { origin, endpoint, browser };
}

/** Somebody asks on their phone to be called back; the number that they are given. */
export function asksToBeCalled(t, desk, changes) {
  return sends(t, desk, (person) => person.fillsCallbackRequest(maelys(changes)));
}

/** Somebody fills in the whole form on their phone; the number that they are given. */
export function registers(t, desk, changes) {
  return sends(t, desk, (person) => person.fillsRegistration(maelysInFull(changes)));
}

async function sends(t, { browser, endpoint }, fill) {
  const phone = await Phone.unlock(browser, { address: endpoint.address });
  t.after(() => phone.close());
  const person = new YoungPerson(phone);
  await fill(person);
  await person.sends();
  return person.number();
}

/** What a person of the staff sits at: its browser keeps cookies, its authenticator passkeys. */
export class Workplace {
  /** What the browser complained about. */
  complaints = [];

  static async at({ browser, origin }, { width = 1366, height = 768, scheme = 'light' } = {}) {
    const workplace = new Workplace();
    const context = await browser.newContext({
      baseURL: origin,
      locale: 'fr',
      timezoneId: 'Europe/Paris',
      colorScheme: scheme,
      viewport: { width, height },
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') workplace.complaints.push(message.text());
    });
    page.on('pageerror', (error) => workplace.complaints.push(String(error)));
    workplace.page = page;
    workplace.debugger = await context.newCDPSession(page);
    await workplace.debugger.send('WebAuthn.enable');
    await workplace.hasAuthenticator();
    return workplace;
  }

  /** Another authenticator in the place of the one before, without passkeys. */
  async hasAuthenticator({ verifies = true } = {}) {
    if (this.authenticator) {
      await this.debugger.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.authenticator });
    }
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
    };
    const { authenticatorId } = await this.debugger.send('WebAuthn.addVirtualAuthenticator', { options });
    this.authenticator = authenticatorId;
  }

  /** What axe finds on this page in light, dark and on a telephone, and what is wider than the screen. */
  async complaintsOf(name) {
    const found = [];
    for (const [colorScheme, width] of [['light', 1366], ['dark', 1366], ['light', 320]]) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await this.page.setViewportSize({ width, height: 740 });
      await this.page.evaluate(axe.source);
      const { violations } = await this.page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      found.push(...violations.map(({ id, nodes }) => `${name} ${colorScheme} ${width}: ${id} at ${nodes[0].target}`));
      const wide = await this.page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) found.push(`${name}: ${wide} px wide on ${width}`);
    }
    await this.page.setViewportSize({ width: 1366, height: 768 });
    return found;
  }

  /** Goes on with the tab key until that is in focus. */
  async reaches(name, most = 60) {
    for (let step = 0; step < most; step += 1) {
      await this.page.keyboard.press('Tab');
      const focused = await this.page.evaluate(() => {
        const { activeElement: element } = document;
        return element.getAttribute('aria-label') ?? (element.labels?.[0] ?? element).textContent.trim();
      });
      if (focused.startsWith(name)) return;
    }
    assert.fail(`the tab key does not reach ${name}`);
  }

  heading(name) {
    return this.page.getByRole('heading', { level: 1, name });
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** What asks once more before it does something about that person. */
  asking(name, person) {
    return this.page.getByRole('listitem').filter({ hasText: person }).locator('summary', { hasText: name });
  }

  /** Opens the link of an invitation and makes a passkey. */
  async accepts(link) {
    await this.page.goto(link);
    await this.page.getByText(/^Cette invitation est pour ./).waitFor();
    await this.button('Créer ma clé d’accès').click();
    await this.heading('Mon compte').waitFor();
  }

  async signsIn() {
    await this.page.goto('/');
    await this.button('Entrer avec ma clé d’accès').click();
    await this.page.waitForURL(/\/(compte|droits|equipe|matin)$/);
  }
}
