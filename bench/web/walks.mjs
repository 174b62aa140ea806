// A walk through the questionnaire: how long each step takes on a slow phone, and, in our own app, the sending.

import { maelysInFull } from '../../tests/e2e/people.mjs';
import { Words, exactly } from '../../tests/e2e/words.mjs';
import { YoungPerson } from '../../tests/e2e/young_person.mjs';
import { OURS } from './apps.mjs';
import { untilPainted } from './painted.mjs';
import { SlowPhone } from './phone.mjs';

const FORM = 'preinscription';
const words = new Words('fr');
const sections = words.sections(FORM);

/** `{ steps, kept, received }` in milliseconds; the last two of our own app alone. */
export async function walk(browser, app, rate) {
  const phone = await SlowPhone.unlock(browser, app, rate);
  try {
    const person = app.name === OURS ? new OurPerson(phone) : new PeersPerson(phone, app.name);
    await person.comes();
    const steps = [];
    for (const [place, section] of sections.entries()) {
      await person.fills(section, maelysInFull());
      const next = sections[place + 1];
      if (next) steps.push(await step(phone, words.sectionTitle(FORM, next.id)));
    }
    return { steps, ...(await person.sends()) };
  } finally {
    await phone.close();
  }
}

async function step(phone, text) {
  const [took] = await onSlowPhone(phone, 'section.continue', [{ selector: 'h1', text }]);
  return took;
}

/** The tap on a button, on a slow processor; typing before it was on a quick one. */
async function onSlowPhone(phone, button, marks) {
  const target = phone.page.getByRole('button', { name: exactly(words.text(button)) });
  await target.scrollIntoViewIfNeeded();
  await phone.slows();
  await phone.page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  try {
    return await untilPainted(phone.page, target, marks);
  } finally {
    await phone.hurries();
  }
}

/** Somebody at our own app: the hands of the end-to-end tests. */
class OurPerson {
  constructor(phone) {
    this.phone = phone;
    this.person = new YoungPerson(phone);
  }

  async comes() {
    await this.person.arrives();
    await this.person.starts();
  }

  async fills(_section, answers) {
    await this.person.fills(answers);
  }

  async sends() {
    await this.person.continues();
    await this.person.seesTitle(words.text('check.title'));
    const marks = ['sent.kept', 'sent.status_received'].map((key) => ({ selector: 'main', text: words.text(key) }));
    const [kept, received] = await onSlowPhone(this.phone, 'check.send', marks);
    return { kept, received };
  }
}

/** Somebody at a peer, whose inputs have the names of the questions. */
class PeersPerson {
  constructor({ page }, name) {
    this.page = page;
    this.fill = name === 'surveyjs' ? fillModel : fillInputs;
  }

  async comes() {
    await this.page.goto('/', { waitUntil: 'networkidle' });
    await this.page.locator('#start').tap();
    await this.page.getByRole('heading', { level: 1, name: exactly(words.sectionTitle(FORM, sections[0].id)) }).waitFor();
  }

  async fills({ questions }, answers) {
    for (const question of questions.filter(({ id }) => id in answers)) {
      await this.fill(this.page, question, answers[question.id]);
    }
  }

  /** Peers send nothing. */
  async sends() {}
}

async function fillModel(page, { id }, answer) {
  await page.evaluate(([question, value]) => globalThis.survey.setValue(question, value), [id, answer]);
}

async function fillInputs(page, { id, kind }, answer) {
  if (kind === 'date') {
    const [year, month, day] = answer.split('-');
    for (const [part, digits] of Object.entries({ day, month, year })) await page.locator(`[name="${id}-${part}"]`).fill(digits);
    return;
  }
  const field = page.locator(`[name="${id}"]`);
  const type = await field.first().evaluate((element) => element.type);
  if (type === 'select-one') await field.selectOption(answer);
  else if (type === 'radio' || type === 'checkbox') {
    for (const code of [answer].flat()) await page.locator(`[name="${id}"][value="${code}"]`).check({ force: true });
  } else await field.fill(answer);
}
