// What it costs to fill in a form: taps, keys, and words that stand on the way. Counted on the real pages, not timed.
//
// A tap is a finger on a link, a button, a box, or a field; a key is one of the phone's keyboard, its "next" too.
// A word is what stands on a page when it is opened, in the page itself: not in the bar, the foot, or what is folded.

import { Words, exactly } from './words.mjs';

/** The most that each form may cost; the long one has no limit of keys and words. */
export const LIMITS = {
  'etre-rappele': { taps: 8, keys: 40, words: 250 },
  preinscription: { taps: 30 },
};

const LINA = { first_name: 'Lina', usage_name: 'Moreau', phone: '0639984127', postal_code: '59100', birth_date: '23082007' };

class Effort {
  taps = 0;
  keys = 0;
  words = 0;
  /** The words of each page, in a line for people. */
  pages = [];

  constructor(person) {
    this.page = person.page;
    this.said = new Words('fr');
  }

  /** What the file says of a question of the full form. */
  question(id) {
    return this.said.question('preinscription', id);
  }

  async touches(locator) {
    this.taps += 1;
    await locator.tap();
  }

  /** Waits for a page, and reads it. */
  async opens(title) {
    await this.page.getByRole('heading', { level: 1, name: exactly(title) }).waitFor();
    const words = await this.page.evaluate(() => {
      const main = document.querySelector('main');
      const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
      let words = 0;
      while (walker.nextNode()) {
        const { parentElement: place, data } = walker.currentNode;
        const isRead = place.checkVisibility() && !place.closest('.unseen, option, [hidden]');
        // What no line may break is one word, as a telephone number.
        if (isRead) words += data.split(/[ \n\t]+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
      }
      return words;
    });
    this.words += words;
    this.pages.push(`${words} on “${title}”`);
  }

  async follows(key) {
    await this.touches(this.page.getByRole('link', { name: exactly(this.said.text(key)) }));
  }

  async presses(key) {
    await this.touches(this.page.getByRole('button', { name: exactly(this.said.text(key)) }));
  }

  /** Taps the field of the first question, then goes from one to the next with the keyboard. */
  async types(...ids) {
    for (const [place, id] of ids.entries()) {
      if (place === 0) await this.touches(this.page.locator(`input#${id}, #${id}-day`));
      else await this.key('Enter');
      this.keys += LINA[id].length;
      await this.page.keyboard.type(LINA[id]);
      // Its communes come over the network, and the only one of them is chosen then.
      if (id === 'postal_code') await this.page.locator('#commune_code').waitFor();
    }
  }

  async key(name) {
    this.keys += 1;
    await this.page.keyboard.press(name);
  }

  /** One answer of a list that is shown, or of one that unfolds: the second is two taps. */
  async chooses(id, ...codes) {
    const { codes: choices, kind } = this.question(id);
    for (const code of codes) {
      const list = this.page.locator(`select#${id}`);
      if (await list.count()) {
        this.taps += 2;
        await list.selectOption(code);
      } else {
        const place = choices.findIndex((choice) => choice.code === code);
        await this.touches(this.page.locator(kind === 'tick' ? `#${id}` : `#${id}-${place}`));
      }
    }
  }

  counted() {
    return { taps: this.taps, keys: this.keys, words: this.words, pages: this.pages };
  }
}

const title = (form, section) => new Words('fr').sectionTitle(form, section);

/** The form of two minutes, up to the receipt. */
export async function shortForm(person) {
  const hand = new Effort(person);
  const form = 'etre-rappele';
  await person.arrives();
  await hand.opens(hand.said.text('welcome.title'));
  await hand.follows('welcome.callback');
  await hand.opens(title(form, 'contact'));
  await hand.types('first_name', 'usage_name', 'phone');
  await hand.chooses('contact_slots', 'afternoon');
  await hand.presses('section.continue');
  await hand.opens(title(form, 'toi'));
  await hand.types('postal_code');
  await hand.types('birth_date');
  await hand.presses('section.continue');
  await hand.opens(hand.said.text('check.title'));
  await hand.presses('check.send');
  return hand.counted();
}

/** The whole of it, every question answered, up to the receipt; what is typed is not counted. */
export async function longForm(person) {
  const hand = new Effort(person);
  const form = 'preinscription';
  await person.arrives();
  await hand.opens(hand.said.text('welcome.title'));
  await hand.follows('welcome.start');
  const answers = [
    ['besoins', ['needs', 'job', 'housing']],
    ['toi'],
    ['contact', ['contact_slots', 'morning']],
    ['situation', ['current_situation', 'job_seeking'], ['france_travail_registered', 'no']],
    ['parcours', ['last_class', 'grade_12_vocational'], ['highest_diploma', 'level_3'], ['school_exit_year', String(new Date().getFullYear() - 1)]],
    ['mobilite', ['driving_licence', 'no'], ['transport_modes', 'walking', 'public_transport']],
    ['logement', ['housing', 'friends']],
    ['naissance', ['civility', 'ms'], ['born_abroad', 'no'], ['nationality', 'french']],
    ['venue', ['referral_source', 'social_media']],
  ];
  for (const [section, ...choices] of answers) {
    await hand.opens(title(form, section));
    const { taps, keys } = hand;
    if (section === 'toi') {
      await hand.types('birth_date');
      await hand.types('postal_code');
    }
    if (section === 'contact') await hand.types('first_name', 'usage_name', 'phone');
    Object.assign(hand, { taps, keys });
    for (const [id, ...codes] of choices) await hand.chooses(id, ...codes);
    await hand.presses('section.continue');
  }
  await hand.opens(hand.said.text('check.title'));
  await hand.presses('check.send');
  return hand.counted();
}
