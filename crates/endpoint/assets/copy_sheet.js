// The sheet to type from, by the keyboard alone: Enter copies, ticks and goes on.

const boxes = [...document.querySelectorAll('.sheet input')];
const ticked = document.querySelector('[data-ticked]');
const end = document.querySelector('.end button');

for (const part of document.querySelectorAll('[data-needs-script]')) part.hidden = false;

const tell = () => {
  if (!ticked) return;
  const done = boxes.filter((box) => box.checked).length;
  ticked.textContent = `${done} sur ${boxes.length}`;
};

const go = (box, by) => {
  const next = boxes[boxes.indexOf(box) + by] ?? (by > 0 ? end : undefined);
  next?.focus();
  next?.scrollIntoView({ block: 'center' });
};

const done = (box) => {
  box.checked = true;
  tell();
  go(box, 1);
};

for (const box of boxes) {
  const line = box.closest('li');
  const copy = line.querySelector('[data-copy]');
  box.addEventListener('change', tell);
  box.addEventListener('keydown', (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) go(box, by);
    else if (event.key !== 'Enter') return;
    else if (copy) copy.click();
    else done(box);
    event.preventDefault();
  });
  // What could not be copied is not ticked.
  copy?.addEventListener('copied', () => done(box));
}

// What was copied last does not stay for who sits here next.
end?.form.addEventListener('submit', () => {
  navigator.clipboard?.writeText('').catch(() => {});
});

tell();
boxes[0]?.focus();
