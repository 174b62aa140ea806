// What a hand and an eye do on a page, the same in every engine.
//
// An engine brings the few things that differ: to open, to go somewhere, to run a function in the page,
// to tap an element, to type keys.

import { until } from '../e2e/patience.mjs';
import { exactly, flat } from '../e2e/words.mjs';

/**
 * Looks in the page for what can be seen there with that role and a name of that pattern. Runs in the page: uses nothing
 * from here.
 */
function found(role, name, group) {
  const kinds = {
    link: 'a[href]',
    button: 'button',
    textbox: 'input:not([type=radio], [type=checkbox])',
    combobox: 'select',
    radio: 'input[type=radio]',
    checkbox: 'input[type=checkbox]',
    group: 'fieldset',
    heading: 'h1',
  };
  const flat = (text) => text.replace(/\s+/g, ' ').trim();
  const words = (element) => {
    const says = element.localName === 'fieldset' ? element.querySelectorAll('legend') : element.labels;
    return says?.length ? [...says].map((label) => label.textContent).join(' ') : element.textContent;
  };
  const isNamed = (element, wanted) => new RegExp(wanted).test(flat(element.getAttribute('aria-label') ?? words(element)));
  const seen = (root, kind, wanted) =>
    [...root.querySelectorAll(kind)].find((element) => element.checkVisibility() && isNamed(element, wanted));
  const root = group ? seen(document, kinds.group, group) : document;
  return (root && seen(root, kinds[role], name)) ?? null;
}

/** A name as a pattern that goes into the page as text. */
const pattern = (name) => name && exactly(name).source;

export class Hands {
  /** Whether that is on the page now. */
  async sees(role, name, group) {
    return Boolean(await this.element(found, role, pattern(name), pattern(group)));
  }

  /** Taps it, once it is there. */
  async taps(role, name, group) {
    await this.tap(await this.#comes(role, name, group));
  }

  /** Types into a field, which is empty. */
  async types(name, text, group) {
    await this.tap(await this.#comes('textbox', name, group));
    await this.keys(text);
  }

  /** Chooses from a drop-down, as a browser does once its list is tapped. */
  async chooses(name, label) {
    await this.#comes('combobox', name);
    // As text: what runs in the page takes nothing along.
    const choose = `(name, option) => {
      const select = (${found})('combobox', name);
      const one = [...select.options].find(({ text }) => text.replace(/\\s+/g, ' ').trim() === option);
      select.focus();
      select.value = one.value;
      for (const event of ['input', 'change']) select.dispatchEvent(new Event(event, { bubbles: true }));
    }`;
    await this.evaluate(choose, pattern(name), flat(label));
  }

  /** All the words that can be read on the page. */
  async text() {
    return flat(await this.evaluate(() => document.body.innerText));
  }

  /** Waits until a sentence can be read. */
  async reads(sentence, settings) {
    await this.waits(`“${flat(sentence)}” is read`, async () => (await this.text()).includes(flat(sentence)), settings);
  }

  /** Waits for something of the page, which may be another page from one moment to the next. */
  async waits(what, probe, settings) {
    let last;
    const calm = async () => {
      try {
        return await probe();
      } catch (error) {
        last = error;
        return undefined;
      }
    };
    try {
      return await until(what, calm, settings);
    } catch (error) {
      const page = await this.text().catch(String);
      const told = last ? `\nThe last try said: ${last.message}` : '';
      const itself = `\nThe browser said: ${this.said().slice(-2000)}`;
      throw new Error(`${error.message}\nThe page says: ${page}${told}${itself}`, { cause: last });
    }
  }

  #comes(role, name, group) {
    const look = () => this.element(found, role, pattern(name), pattern(group));
    return this.waits(`the ${role} “${flat(name)}”`, look);
  }
}
