// Puts the app in the place of the static page, with what was typed and tapped there (static_page.js).

// No word and no touch is interrupted: the takeover waits for the next event, or for a pause.
const MOVES = ["focusin", "input", "change", "click", "keydown", "compositionend", "pointerup", "pointercancel"];
const PAUSE = 4000;
const isField = (element) => element?.matches("#app input, #app select");

// `show` puts the app's own page there; it has the same elements, unless it is another page.
globalThis.takeOver = async (show) => {
  const { staticPage } = window;
  if (!staticPage) return show();
  const root = document.documentElement;
  // What was said of a failure stays until the page changes: it would move what is under the finger.
  if (!root.dataset.failure) root.dataset.failure = "";
  const begun = document.activeElement;
  const isHeld = () => staticPage.isTouched || staticPage.isComposing;
  const isBusy = () => isHeld() || (isField(begun) && document.activeElement === begun && !staticPage.tapped);
  while (isBusy() && ((await aMove()) || isHeld()));
  // The app opens what was tapped, and keeps what is here.
  if (staticPage.isLeaving) stop();
  clearTimeout(staticPage.timer);
  const was = read(staticPage);
  const { scrollHeight } = root;
  const y = scrollY;
  window.staticPage = undefined;
  removeEventListener("beforeunload", staticPage.hold);
  show();
  for (const way of was.unfolded) at(way)?.setAttribute("open", "");
  // What was read stays where it was: a word of the network above it is gone.
  if (y) scrollTo(0, y + root.scrollHeight - scrollHeight);
  // What follows from an answer is shown a moment later.
  for (const field of was.fields) {
    write(field);
    await undefined;
  }
  place(was);
};

// Whether something was done; false where nothing was for a while.
function aMove() {
  return new Promise((moved) => {
    const end = (is) => {
      for (const type of MOVES) removeEventListener(type, after, true);
      clearTimeout(pause);
      moved(is);
    };
    // `click` follows `pointerup`: it is recorded before the app takes over.
    const after = () => setTimeout(end, 60, true);
    const pause = setTimeout(end, PAUSE, false);
    for (const type of MOVES) addEventListener(type, after, true);
  });
}

function read({ tapped }) {
  const fields = [...document.querySelectorAll("#app input, #app select")];
  const focused = document.activeElement;
  return {
    fields: fields
      .filter((field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : field.value !== ""))
      .map((field) => ({ id: field.id, value: field.value, type: field.type, isLeft: field !== focused })),
    focused: isField(focused) ? { way: wayTo(focused), selection: [focused.selectionStart, focused.selectionEnd] } : undefined,
    unfolded: [...document.querySelectorAll("#app details[open]")].map(wayTo),
    tapped: tapped && wayTo(tapped),
  };
}

function write({ id, value, type, isLeft }) {
  const field = document.getElementById(id);
  if (!field) return;
  if (type === "radio" || type === "checkbox") field.checked = true;
  else field.value = value;
  for (const told of isLeft ? ["input", "change"] : ["input"]) field.dispatchEvent(new Event(told, { bubbles: true }));
}

function place({ focused, tapped }) {
  const field = focused && at(focused.way);
  field?.focus({ preventScroll: true });
  if (focused?.selection[0] != null) field?.setSelectionRange?.(...focused.selection);
  if (tapped) at(tapped)?.click();
}

// The way to an element from the root: the place of each among its siblings, and what it is.
function wayTo(element) {
  const steps = [];
  for (let one = element; one && one.id !== "app"; one = one.parentElement) steps.unshift([...(one.parentElement?.children ?? [])].indexOf(one));
  return [steps, whatIs(element)];
}

// The element there, where it is the same: another page may be shown.
function at([steps, what]) {
  const found = steps.reduce((one, step) => one?.children[step], document.getElementById("app"));
  return found && whatIs(found) === what ? found : undefined;
}

const whatIs = ({ tagName, type, pathname }) => [tagName, type, pathname].join();
