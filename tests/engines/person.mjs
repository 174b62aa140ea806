// What a young person does with the app in any engine, in the words that the app shows.

import { until } from '../e2e/patience.mjs';
import { Words } from '../e2e/words.mjs';

const NUMBER = /\b[A-Z]{2}\d-[A-Z]{2}\d-[A-Z]{2}\b/;
/** Waits between tries are drawn up to 4, 8, 16 … s; this is far beyond the first four. */
const BY_ITSELF = { within: 40_000 };

export class Person {
  #opening;

  /** `Engine` opens a browser; `profile` is the folder that stays when the browser is closed. */
  constructor(Engine, profile, address) {
    this.words = new Words('fr');
    this.profile = profile;
    this.address = address;
    this.Engine = Engine;
  }

  /** Opens the browser, for the first time or again. */
  async opensTheBrowser(settings) {
    this.#opening = this.Engine.open(this.profile, settings);
    this.browser = await this.#opening;
  }

  /** The same, with what was open the last time. */
  async restoresTheBrowser() {
    await this.opensTheBrowser({ restores: true });
    await this.browser.turnsTo(this.address);
    await this.isThere();
  }

  async closesTheBrowser() {
    const { browser } = this;
    this.browser = undefined;
    await browser.closes();
  }

  /** As `restoresTheBrowser` needs it. */
  async closesTheBrowserWithItsTabs() {
    const { browser } = this;
    await browser.closesWithItsTabs();
    this.browser = undefined;
  }

  /** The phone ends the browser, in the middle of anything. */
  async losesTheBrowser() {
    const { browser } = this;
    this.browser = undefined;
    await browser.isKilled();
  }

  /** What is left when the test ends, which may be in the middle of anything. */
  async close() {
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.isKilled();
  }

  // ── Coming and going ──

  /** Opens the app and waits until it, and not only its static first screen, is there. */
  async arrives(path = '/') {
    await this.browser.goes(this.address + path);
    await this.isThere();
  }

  async reloads() {
    await this.browser.reloads();
    await this.isThere();
  }

  async isThere() {
    const there = () => this.browser.sees('combobox', this.words.text('frame.language'));
    await this.browser.waits('the app is there', there);
  }

  /** Stays on the first screen until the phone has all that it needs for the days without network. */
  async staysUntilEverythingIsHere() {
    const ready = () => this.browser.evaluate(() => navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller)));
    await this.browser.waits('the worker has everything and answers the page', ready);
  }

  /** "Mes envois": tapped again where the line about what waits, which comes or goes, moved the link under the finger. */
  async opensOutbox() {
    const tapped = async () => {
      await this.browser.taps('link', this.words.text('frame.outbox'));
      return until('its page', async () => (await this.where()) === '/mes-envois', { within: 2_000 });
    };
    await this.browser.waits('the page of what was sent, by its link', tapped);
  }

  // ── Filling in ──

  /** Everything from the first screen to the last page of the short form. */
  fillsCallbackRequest(answers) {
    return this.fillsIn('etre-rappele', answers);
  }

  /** The same of any form. */
  async fillsIn(form, answers) {
    await this.#starts(form);
    await this.answers(form, answers);
  }

  /** As far as the page of the form called `section`, which is left as it is. */
  async fillsInUpTo(form, section, answers) {
    await this.#starts(form);
    await this.#answersUpTo(form, section, answers);
    await this.seesTitle(this.words.sectionTitle(form, section));
  }

  #starts(form) {
    return this.browser.taps('link', this.words.text(form === 'etre-rappele' ? 'welcome.callback' : 'welcome.start'));
  }

  /** Walks from the first page of a form to the last one. */
  async answers(form, answers) {
    await this.#answersUpTo(form, undefined, answers);
    await this.seesTitle(this.words.text('check.title'));
  }

  async #answersUpTo(form, last, answers) {
    let left;
    for (const { id } of this.words.sections(form)) {
      if (id === last) return;
      const isOnAPage = async () => {
        const here = await this.where();
        return here !== left && here.startsWith(`/${form}/`);
      };
      await this.browser.waits(`the page ${id} of ${form}, or the one after it`, isOnAPage);
      // Where the page before leads past this one, nothing of it is asked.
      if ((await this.where()) !== `/${form}/${id}`) continue;
      await this.fills(form, id, answers);
      left = `/${form}/${id}`;
      await this.browser.taps('button', this.words.text('section.continue'));
    }
  }

  /** Answers the questions of that page that `answers` has an answer for. */
  async fills(form, section, answers) {
    await this.seesTitle(this.words.sectionTitle(form, section));
    const { questions } = this.words.sections(form).find(({ id }) => id === section);
    for (const { id } of questions.filter(({ id }) => id in answers)) {
      await this.#fills(form, this.words.question(form, id), answers[id]);
    }
  }

  async sends() {
    await this.browser.taps('button', this.words.text('check.send'));
  }

  /** On "Mes envois", what has not left by itself by now. */
  async sendsNow() {
    const now = this.words.text('outbox.try_now');
    const isSettled = async () => (await this.browser.sees('button', now)) || this.shownNumber();
    await this.browser.waits('what waits, or its number', isSettled);
    if (await this.shownNumber()) return;
    // A tap that misses: it leaves by itself in that very moment, and its number comes.
    await this.browser.taps('button', now).catch(() => {});
  }

  async #fills(form, question, answer) {
    const name = question.required || question.kind === 'tick' ? question.label : `${question.label} ${this.words.text('section.optional')}`;
    if (question.kind === 'date') {
      const [year, month, day] = answer.split('-');
      for (const [part, digits] of [['day', day], ['month', month], ['year', year]]) {
        await this.browser.types(this.words.text(`section.${part}`), digits, name);
      }
    } else if (question.kind === 'commune') {
      await this.#chooses(name, answer);
    } else if (question.kind === 'choices') {
      for (const code of answer) await this.browser.taps('checkbox', this.words.choice(form, question.id, code), name);
    } else if (question.kind === 'choice') {
      await this.#chooses(name, this.words.choice(form, question.id, answer));
    } else {
      await this.browser.types(name, answer);
    }
  }

  /** Short lists are shown whole, longer ones drop down; some come only once another question is answered. */
  async #chooses(question, option) {
    const { browser } = this;
    const isList = () => browser.sees('combobox', question);
    await browser.waits(`the choice “${question}”`, async () => (await isList()) || browser.sees('radio', option, question));
    await ((await isList()) ? browser.chooses(question, option) : browser.taps('radio', option, question));
  }

  // ── Looking ──

  /** The path of the page that is open. */
  where() {
    return this.browser.evaluate(() => location.pathname);
  }

  seesTitle(title) {
    return this.browser.waits(`the title “${title}”`, () => this.browser.sees('heading', title));
  }

  reads(key, settings) {
    return this.browser.reads(this.words.text(key), settings);
  }

  /** What stands in the field of a question. */
  holds(question) {
    return this.browser.evaluate((id) => document.getElementById(id).value, question);
  }

  /** The number of what was just sent, once the page says that it was received, with nobody touching it. */
  async receipt() {
    await this.reads('sent.status_received', BY_ITSELF);
    return this.shownNumber();
  }

  /** The number that is shown now, if any. */
  async shownNumber() {
    return (await this.browser.text()).match(NUMBER)?.[0];
  }

  /** The number, once one is shown. */
  number() {
    return this.browser.waits('a number is shown', () => this.shownNumber(), BY_ITSELF);
  }
}
