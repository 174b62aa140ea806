// The hand of a typing robot: presses, points and changes windows in a real browser, counts each, and says the seconds.
//
// Seconds are those of the Keystroke-Level Model (Card, Moran and Newell, 1980): a model, not a clock.

/** Seconds of each operator. K is that of an average typist who is no secretary. */
export const SECONDS = { K: 0.28, P: 1.1, B: 0.2, H: 0.4, M: 1.35 };

/** K of an average skilled typist. */
export const SKILLED_K = 0.2;

/** From so many capitals in a row on, Caps Lock is pressed before and after. */
const CAPITALS_IN_A_ROW = 3;

/** Keys of a French keyboard with a numeric pad that a text takes: its letters, and what is pressed beside them. */
export function keysOf(text) {
  const shifted = text.replace(/[\p{Lu}'’ -]+/gu, (run) => {
    const capitals = run.match(/\p{Lu}/gu)?.length ?? 0;
    return capitals >= CAPITALS_IN_A_ROW ? `⇪${run.toLowerCase()}⇪` : run.replace(/\p{Lu}/gu, (letter) => `⇧${letter.toLowerCase()}`);
  });
  // Circumflex and diaeresis are a key of their own before the letter, @ is AltGr and a key.
  return [...shifted.replace(/[âêîôûäëïöüÿ@]/gu, '^$&')].length;
}

export class Hand {
  /** How often each operator was used. */
  used = { K: 0, P: 0, B: 0, H: 0, M: 0 };
  /** M that stand before a value that is pasted. */
  mentalOfPastes = 0;
  /** Changes of the window, two keys each. */
  switches = 0;
  /** Characters that were typed into a text field. */
  typed = 0;
  #isAtMouse = false;

  constructor(page) {
    this.page = page;
  }

  /** Reads a line and holds what is to be done. */
  thinks(isPaste = false) {
    this.used.M += 1;
    if (isPaste) this.mentalOfPastes += 1;
  }

  async presses(key, keys = 1) {
    this.#goesTo(false);
    this.used.K += keys;
    await this.page.keyboard.press(key);
  }

  /** Alt+Tab. */
  async switchesTo(page) {
    this.#goesTo(false);
    this.switches += 1;
    this.used.K += 2;
    this.page = page;
    await page.bringToFront();
  }

  async types(text) {
    this.#goesTo(false);
    this.typed += [...text].length;
    this.used.K += keysOf(text);
    await this.page.keyboard.type(text);
  }

  async pastes() {
    await this.presses('Control+V', 2);
  }

  /** Moves the pointer there, in whichever window that is, and presses its button. */
  async clicks(page, locator) {
    this.#goesTo(true);
    this.used.P += 1;
    this.used.B += 1;
    this.page = page;
    await page.bringToFront();
    await locator.click();
  }

  /** The first letters of what is to be chosen, then arrows where they do not tell it from others. */
  async chooses(list, label) {
    const at = () => list.evaluate((one) => ({ label: one.selectedOptions[0].label, place: one.selectedIndex }));
    const target = await list.evaluate((one, wanted) => [...one.options].findIndex((option) => option.label === wanted), label);
    for (const letter of label.match(/^[A-Za-z0-9]*/)[0].slice(0, 4)) {
      if ((await at()).label === label) return;
      await this.presses(letter.toLowerCase());
    }
    for (let { place } = await at(); place !== target; { place } = await at()) {
      await this.presses(place < target ? 'ArrowDown' : 'ArrowUp');
    }
  }

  /** By the model, with that K; `isRoutine` is without the M before pastes. */
  seconds(K = SECONDS.K, isRoutine = false) {
    const { used } = this;
    const mental = used.M - (isRoutine ? this.mentalOfPastes : 0);
    return used.K * K + used.P * SECONDS.P + used.B * SECONDS.B + used.H * SECONDS.H + mental * SECONDS.M;
  }

  #goesTo(mouse) {
    if (this.#isAtMouse !== mouse) this.used.H += 1;
    this.#isAtMouse = mouse;
  }
}
