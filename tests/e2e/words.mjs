// What the app says, read from the files it reads itself: no label stands in a test.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { app, target } from './place.mjs';

const page = readFileSync(path.join(app, 'index.html'), 'utf8');
const [, block] = page.match(/<script type="application\/json" id="files">(.*?)<\/script>/s);

/** What the page says of its files: paths of the bundles by language and of the communes, and the site itself. */
export const files = JSON.parse(block);

/** Every language of the build, French first. */
export const LANGUAGES = Object.keys(files)
  .filter((name) => name.endsWith('_rest'))
  .map((name) => name.replace('_rest', ''))
  .sort((one, other) => (other === 'fr') - (one === 'fr'));

function read(file) {
  return JSON.parse(readFileSync(path.join(app, file), 'utf8'));
}

/** The Mission Locale that the build was made for. */
export const site = JSON.parse(files.site);

/** The sentences, forms and notices of one language. */
export class Words {
  constructor(language) {
    this.language = language;
    this.bundle = JSON.parse(readFileSync(path.join(target, 'content', `${language}.json`), 'utf8'));
  }

  /** The sentence of that key, with its `{values}` put in. */
  text(key, values = {}) {
    const sentence = this.bundle.texts[key];
    if (sentence === undefined) throw new Error(`no text ${key} in ${this.language}`);
    return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), sentence);
  }

  form(id) {
    const form = this.bundle.forms.find((one) => one.questionnaire.id === id);
    if (!form) throw new Error(`no form ${id} in ${this.language}`);
    return form;
  }

  sections(form) {
    return this.form(form).questionnaire.sections;
  }

  sectionTitle(form, section) {
    return this.form(form).wording.sections[section].title;
  }

  /** A question as the file has it, with its words. */
  question(form, id) {
    const { questionnaire, wording } = this.form(form);
    const question = questionnaire.sections.flatMap((section) => section.questions).find((one) => one.id === id);
    if (!question) throw new Error(`no question ${id} in ${form}`);
    return { ...question, ...wording.questions[id], codes: question.choices ?? [] };
  }

  /** What a person reads for a code of that question. */
  choice(form, question, code) {
    const words = this.question(form, question);
    const own = words.choices[code];
    if (own !== undefined) return own;
    if (['yes', 'no', 'earlier'].includes(code)) return this.text(`choice.${code}`);
    return code;
  }

  /** The sentence for a refused answer. */
  refusal(form, question, reason) {
    return this.question(form, question).refusals?.[reason] ?? this.text(`refusals.${reason}`);
  }
}

/** How the endpoint prints a form: I-Milo's sections and fields, with French words. */
export function printedForm(id) {
  const { digest } = new Words('fr').form(id);
  return read(`content/sheets/${id}-${digest}.json`);
}

/** Matches a text however its spaces are written: ordinary, no-break, narrow. */
export function exactly(text) {
  return new RegExp(`^${spaced(text)}$`);
}

/** Matches a text that starts so. */
export function startingWith(text) {
  return new RegExp(`^${spaced(text)}`);
}

/** A value that is not put in is any text. */
function spaced(text) {
  const escaped = text.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return escaped.replace(/\\\{\w+\\\}/g, '.+');
}

/** One space wherever there is any. */
export function flat(text) {
  return text.replace(/\s+/g, ' ').trim();
}
