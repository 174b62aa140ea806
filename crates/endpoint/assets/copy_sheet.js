// The sheet to type from, by the keyboard alone: Enter copies, ticks and goes on.

const boxes = [...document.querySelectorAll('.sheet input')];
const ticked = document.querySelector('[data-ticked]');
const end = document.querySelector('.end button');

for (const part of document.querySelectorAll('[data-needs-script]')) part.hidden = false;

/** When the button at the end came into focus: an Enter too many of the lines before is none for it. */
let reachedAt = 0;
const TOO_SOON = 700;

const tell = () => {
  if (!ticked) return;
  const done = boxes.filter((box) => box.checked).length;
  ticked.textContent = `${done} sur ${boxes.length}`;
};

const go = (box, by) => {
  const next = boxes[boxes.indexOf(box) + by] ?? (by > 0 ? end : undefined);
  next?.focus();
  next?.scrollIntoView({ block: 'center' });
  if (next === end) reachedAt = Date.now();
};

const done = (box) => {
  box.checked = true;
  tell();
  go(box, 1);
};

/** Where nothing is to be pasted, nothing of the line before stays to be pasted by mistake. */
const copies = (box, copy) => {
  if (copy) {
    copy.click();
    return;
  }
  navigator.clipboard?.writeText('').catch(() => {});
  done(box);
};

for (const box of boxes) {
  const line = box.closest('li');
  const copy = line.querySelector('[data-copy]');
  box.addEventListener('change', tell);
  box.addEventListener('keydown', (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) go(box, by);
    else if (event.key !== 'Enter') return;
    else if (!event.repeat) copies(box, copy);
    event.preventDefault();
  });
  // What could not be copied is not ticked.
  copy?.addEventListener('copied', () => done(box));
}

end?.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.repeat || Date.now() - reachedAt < TOO_SOON)) event.preventDefault();
});

// What was copied last does not stay for who sits here next.
end?.form.addEventListener('submit', () => {
  navigator.clipboard?.writeText('').catch(() => {});
});

tell();
boxes[0]?.focus();
