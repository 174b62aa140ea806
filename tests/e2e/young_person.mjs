// What a young person does with the app, one verb for each thing a hand does, in the words that the app shows.

import assert from 'node:assert/strict';
import { databases } from './kept.mjs';
import { until } from './patience.mjs';
import { Words, exactly, flat, startingWith } from './words.mjs';

/** What the team of a shared tablet has agreed on. */
const TEAM_CODE = '90817263';

const NUMBER = /\b[A-Z]{2}\d-[A-Z]{2}\d-[A-Z]{2}\b/;

export class YoungPerson {
  constructor(phone, page = phone.page) {
    this.phone = phone;
    this.page = page;
    this.words = new Words('fr');
  }

  // ── Coming and going ──

  /** Opens the app and waits until it, and not only its static first screen, is there. */
  async arrives(path = '/') {
    await this.page.goto(path);
    await this.languages().waitFor();
  }

  /** The same person, looking at another tab of the same phone. */
  async opensAnotherTab(path) {
    const beside = new YoungPerson(this.phone, await this.phone.newTab());
    await beside.arrives(path);
    return beside;
  }

  /** Stays on the first screen until the phone has all that it needs for the days without network. */
  async staysUntilEverythingIsHere() {
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  }

  /** Goes on from the first screen, until the phone keeps all of the app, what few people open too. */
  async goesOnUntilAllIsKept() {
    await this.starts();
    await this.staysUntilAllIsKept();
  }

  /** Stays where more than the first screen is used, until the phone keeps all of the app. */
  async staysUntilAllIsKept() {
    const isKept = async () => {
      const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
      return kept.flat().some(({ url }) => /\/content\/fr-rest-[0-9a-f]{16}\.bin$/.test(url));
    };
    await until('all of the app is kept', () => this.page.evaluate(isKept));
  }

  /** Closes the page and opens it again, as after a phone call. */
  async reloads() {
    await this.page.reload();
    await this.languages().waitFor();
  }

  async goesBack() {
    await this.page.goBack();
  }

  async goesForward() {
    await this.page.goForward();
  }

  /** Chooses a language of the list; from here on reads in it. */
  async switchesLanguage(language = this.words.language === 'fr' ? 'en' : 'fr') {
    await this.languages().selectOption(language);
    this.words = new Words(language);
    // Not the list's name: French and simple French call it the same, and its words come over the network.
    await this.page.locator(`html[lang="${language}"]`).waitFor();
    // The choice is being written: what reads the database waits for that.
    await databases(this.page);
  }

  /** "Terminé" on a shared tablet. */
  async putsItDown() {
    await this.presses('shared.done');
    await this.isWhereTheVisitBegan();
  }

  /** Where a visit ends, the first screen is shown at once, and the way back through the history is gone a moment later. */
  async isWhereTheVisitBegan() {
    await until('the way back is behind', () => this.page.evaluate(() => !history.state));
  }

  /** The list of languages, which the page does not have before the app is there. */
  languages() {
    return this.page.getByRole('combobox', { name: exactly(this.words.text('frame.language')) });
  }

  // ── Filling in ──

  /** "Remplir tout mon dossier". */
  async starts() {
    await this.#taps('link', this.words.text('welcome.start'));
    await this.#reaches('preinscription', this.words.sections('preinscription')[0].id);
  }

  /** "Rappelez-moi". */
  async asksToBeCalledBack() {
    await this.#taps('link', this.words.text('welcome.callback'));
    await this.#reaches('etre-rappele', this.words.sections('etre-rappele')[0].id);
  }

  /** In the middle of the full form, "Envoyer déjà ça": be called back, with what is answered so far. */
  async prefersACall() {
    await this.#taps('link', this.words.text('section.callback_hint'));
    await this.seesTitle(this.words.text('check.title'));
  }

  /** Walks from this page to the last one, answering what `answers` has an answer for. */
  async answers(answers) {
    for (;;) {
      const { form, section } = this.where();
      if (!section) return;
      await this.fills(answers);
      await this.continues();
      await until(`the page after ${section}`, () => this.where().section !== section || this.refused(), { within: 5_000 });
      const refusals = await this.refusals();
      assert.deepEqual(refusals, [], `${form}/${section} was refused`);
    }
  }

  /** As `answers`, but stops on the page called `section`. */
  async answersUpTo(section, answers) {
    while (this.where().section !== section) {
      const here = this.where().section;
      assert.ok(here, `there is no page ${section} on this journey`);
      await this.fills(answers);
      await this.continues();
      await until(`the page after ${here}`, () => this.where().section !== here, { within: 5_000 });
    }
  }

  /** Answers the questions of this page that `answers` has an answer for. */
  async fills(answers) {
    const { form, section } = this.where();
    const { questions } = this.words.sections(form).find(({ id }) => id === section);
    for (const { id } of questions) {
      if (id in answers) await this.#fill(this.words.question(form, id), answers[id]);
    }
  }

  /** "Continuer". */
  async continues() {
    await this.#taps('button', this.words.text('section.continue'));
  }

  /** Says the age that was asked back once more, having read the question: a tap in the same movement answers nothing. */
  async saysItAgain() {
    await this.errorSummary().waitFor();
    // In the page's own time: its timer of 700 ms was set before this one.
    await this.page.evaluate(() => new Promise((done) => setTimeout(done, 800)));
    await this.continues();
  }

  /** Everything from the first screen to the last page of the full form. */
  async fillsRegistration(answers) {
    await this.arrives();
    await this.starts();
    await this.answers(answers);
    await this.seesTitle(this.words.text('check.title'));
  }

  /** Everything from the first screen to the last page of the short form. */
  async fillsCallbackRequest(answers) {
    await this.arrives();
    await this.asksToBeCalledBack();
    await this.answers(answers);
    await this.seesTitle(this.words.text('check.title'));
  }

  /** On the last page, the answers of a section. */
  answersOf(section) {
    const title = this.words.sectionTitle(this.where().form, section);
    return this.page.locator('section', { has: this.page.getByRole('heading', { name: exactly(title) }) });
  }

  /** There, a tap on the line that they are folded to. */
  async unfoldsAnswersOf(section) {
    await this.#tap(this.answersOf(section).locator('summary'));
  }

  /** There, "Modifier" beside a section. */
  async changes(section) {
    const { form } = this.where();
    await this.#tap(this.answersOf(section).getByRole('link', { name: startingWith(this.words.text('check.change')) }));
    await this.#reaches(form, section);
  }

  /** "Envoyer". */
  async sends() {
    await this.#taps('button', this.words.text('check.send'));
  }

  /** "Envoyer", twice in a row. */
  async sendsImpatiently() {
    await this.page.getByRole('button', { name: exactly(this.words.text('check.send')) }).dblclick();
  }

  /** "Suivi", on the page after sending: unfolds where the sending stands. */
  async unfoldsTheChain() {
    await this.#tap(this.page.getByText(exactly(this.words.text('sent.chain'))));
  }

  /** "Retour". */
  async goesBackByTheLink() {
    await this.#taps('link', this.words.text('frame.back'));
  }

  /** "Mes envois", from the foot of any page. */
  async opensOutbox() {
    await this.opens('frame.outbox', this.words.text('outbox.title'));
  }

  /** There, "try now"; what has left by itself meanwhile needs no trying. */
  async triesNow() {
    const button = this.page.getByRole('button', { name: exactly(this.words.text('outbox.try_now')) });
    await this.#tap(button).catch(async (error) => {
      if (await button.count()) throw error;
    });
  }

  /** There, "Mes droits sur cet envoi", then what is asked, up to the last page. */
  async asksAbout(answers) {
    await this.#taps('link', this.words.text('outbox.rights'));
    await this.opensTheForm();
    await this.answers(answers);
    await this.seesTitle(this.words.text('check.title'));
  }

  /** "Faire une demande", on the page of rights. */
  async opensTheForm() {
    await this.#taps('link', this.words.text('rights.ask'));
    await this.#reaches('droits', this.words.sections('droits')[0].id);
  }

  /** A page of the foot of any page, by its key: "Mes droits", "Ce téléphone". */
  async opens(key, title) {
    await this.#tap(this.page.getByRole('contentinfo').getByRole('link', { name: exactly(this.words.text(key)) }));
    await this.seesTitle(title);
  }

  /** A link or a button, by its key. */
  async follows(key) {
    await this.#taps('link', this.words.text(key));
  }

  async presses(key) {
    await this.#taps('button', this.words.text(key));
  }

  /** The box of an option, wherever it is offered; what stands behind its words, if anything does. */
  option(code, behind = '') {
    return this.page.getByRole('checkbox', { name: exactly(this.words.choice('options', 'option', code) + behind) });
  }

  async taps(target) {
    await this.#tap(target);
  }

  // ── On a shared tablet, as its team ──

  /** Makes this device a shared one, from the page that a link opens. */
  async sharesTheDevice(code = TEAM_CODE) {
    await this.arrives('/?mode=tablette');
    await this.seesTitle(this.words.text('tablet.title'));
    await this.#types(this.page.getByLabel(exactly(this.words.text('tablet.new_code'))), code);
    await this.presses('tablet.turn_on');
    // Each new person sees French first.
    this.words = new Words('fr');
    await this.reads(this.words.text('shared.text'));
  }

  /** Opens the team's page and says a code. */
  async saysTheCode(code = TEAM_CODE) {
    await this.#types(this.page.getByLabel(exactly(this.words.text('tablet.code'))), code);
    await this.presses('tablet.open');
  }

  /** Says the code, and waits until the team's part of the page is there. */
  async opensAsTheTeam() {
    await this.saysTheCode();
    await this.page.getByText(this.words.text('rescue.title')).waitFor();
  }

  // ── Looking ──

  /** Form and section of the page that is open; the last page and the others have no section. */
  where() {
    const [, form, part] = new URL(this.page.url()).pathname.match(/^\/(preinscription|etre-rappele|droits)\/(.+)$/) ?? [];
    const known = form && this.words.sections(form).some(({ id }) => id === part);
    return { form, section: known ? part : undefined };
  }

  /** The heading of the page. */
  heading() {
    return this.page.getByRole('heading', { level: 1 });
  }

  async seesTitle(title) {
    await this.page.getByRole('heading', { level: 1, name: exactly(title) }).waitFor();
    await this.#looks();
  }

  /** Waits for a sentence anywhere on the page. */
  async reads(sentence, { within = 10_000 } = {}) {
    await this.page.getByText(exactly(sentence)).first().waitFor({ timeout: within });
  }

  /** All the words of the page, below the bar and above the footer. */
  async pageText() {
    return flat(await this.page.locator('main').innerText());
  }

  /** The same with what is folded or hidden: for what must stand nowhere. */
  async everyWord() {
    const words = (main) => {
      const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) found.push(walker.currentNode.data);
      return found.join(' ');
    };
    return flat(await this.page.locator('main').evaluate(words));
  }

  /** The field of a question of this page, whatever it is made of. */
  field(question) {
    const { form } = this.where();
    return this.#locate(this.words.question(form, question));
  }

  /** What stands in the fields of this page, and which of its boxes and buttons are chosen. */
  answeredHere() {
    return this.page.locator('main').locator('input, select').evaluateAll((fields) => {
      const isBox = ({ type }) => type === 'radio' || type === 'checkbox';
      return fields.filter((field) => (isBox(field) ? field.checked : field.value !== '')).map(({ id, value }) => `${id}: ${value}`);
    });
  }

  /** The list of what has to be changed. */
  errorSummary() {
    return this.page.getByRole('alert').filter({ has: this.page.getByRole('link') });
  }

  refused() {
    return this.errorSummary().isVisible();
  }

  /** The sentences of the error summary. */
  async refusals() {
    const lines = await this.errorSummary().getByRole('link').allInnerTexts();
    return lines.map(flat);
  }

  /** The number of the receipt, as it is shown; waits until it is there. */
  async number({ within = 30_000 } = {}) {
    await this.page.getByText(NUMBER).filter({ visible: true }).waitFor({ timeout: within });
    return this.shownNumber();
  }

  /** The number of what was just sent, once the page says that it was received. */
  async receipt() {
    await this.reads(this.words.text('sent.status_received'), { within: 30_000 });
    return this.shownNumber();
  }

  /** The number that is on the page now, if any, folded or not. */
  async shownNumber() {
    return (await this.everyWord()).match(NUMBER)?.[0];
  }

  /** The title of a notice or a page of the content. */
  titleOf(name) {
    const { notices, pages } = this.words.bundle;
    return [...notices, ...pages].find(({ id }) => id === name).layers.title;
  }

  /** The id of the one submission that left from this phone. */
  submissionId() {
    const ids = [...this.phone.submissionIds];
    assert.equal(ids.length, 1, 'one submission left');
    return ids[0];
  }

  // ── Hands ──

  async #taps(role, name) {
    await this.#tap(this.page.getByRole(role, { name: exactly(name) }));
  }

  /** With a finger where there is one. */
  async #tap(target) {
    await (this.phone.touch ? target.tap() : target.click());
    // The tap may have led out of this page, or closed it: then there is nothing to look at.
    await this.#looks().catch(() => undefined);
  }

  /** Waits until the page is painted: what the app leaves until then is done by then (focus, title, path). */
  async #looks() {
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20))));
  }

  async #reaches(form, section) {
    await this.seesTitle(this.words.sectionTitle(form, section));
    assert.deepEqual(this.where(), { form, section });
  }

  #locate(question) {
    const optional = !question.required && question.kind !== 'tick';
    const label = optional ? `${question.label} ${this.words.text('section.optional')}` : question.label;
    const name = exactly(label);
    const roles = ['textbox', 'combobox', 'group', 'checkbox'];
    const [first, ...others] = roles.map((role) => this.page.getByRole(role, { name }));
    return others.reduce((all, one) => all.or(one), first);
  }

  async #fill(question, answer) {
    const field = this.#locate(question);
    await field.waitFor();
    switch (question.kind) {
      case 'date':
        return this.#fillDate(field, answer);
      case 'tick':
        return this.#sets(field, answer === 'yes');
      case 'choices':
        return this.#ticks(field, question, answer);
      case 'choice':
      case 'yes_no':
      case 'year':
        return this.#chooses(field, this.words.choice(this.where().form, question.id, answer));
      case 'commune':
        return this.#choosesCommune(field, answer);
      default:
        return this.#types(field, answer);
    }
  }

  /** Replaces what a field holds, key by key. */
  async #types(field, text) {
    await this.#tap(field);
    await field.fill('');
    await field.pressSequentially(text);
  }

  async #fillDate(group, date) {
    const [year, month, day] = date.split('-');
    for (const [part, digits] of [['day', day], ['month', month], ['year', year]]) {
      await this.#types(group.getByRole('textbox', { name: exactly(this.words.text(`section.${part}`)) }), digits);
    }
  }

  async #ticks(group, question, codes) {
    for (const { code } of question.codes) {
      const label = this.words.choice(this.where().form, question.id, code);
      await this.#sets(group.getByRole('checkbox', { name: exactly(label) }), codes.includes(code));
    }
  }

  async #sets(box, on) {
    if ((await box.isChecked()) !== on) await this.#tap(box);
  }

  async #chooses(field, label) {
    if (await this.#isGroup(field)) {
      await this.#tap(field.getByRole('radio', { name: exactly(label) }));
    } else {
      await field.selectOption({ label });
    }
  }

  async #choosesCommune(field, name) {
    const box = await field.evaluate((element) => element.localName);
    return box === 'input' ? this.#types(field, name) : this.#chooses(field, name);
  }

  #isGroup(field) {
    return field.evaluate((element) => element.localName === 'fieldset');
  }
}
