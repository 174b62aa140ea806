// The script of the desk's pages: copies, asks what is new, covers a page that nobody looks at. All but that works without.

for (const input of document.querySelectorAll('input.link')) {
  input.addEventListener('focus', () => input.select());
}

// Buttons that copy are of use with a script alone.
for (const button of document.querySelectorAll('[data-copy]')) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = 'Copié';
      button.dispatchEvent(new Event('copied'));
    } catch {
      button.textContent = 'Copie refusée';
      getSelection().selectAllChildren(button.previousElementSibling);
    }
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  });
}

// A window of its own, as narrow as a telephone, to stand beside another program.
for (const button of document.querySelectorAll('[data-beside]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    window.open(button.dataset.beside, 'saisie', `popup,width=420,height=${screen.availHeight}`);
  });
}

// Once the session is over, nothing of it stays on the screen.
const ask = async (path, headers = {}) => {
  const response = await fetch(path, { headers });
  if (response.status === 401) {
    document.body.replaceChildren();
    location.replace(`/entrer?page=${encodeURIComponent(location.pathname + location.search)}`);
  }
  return response;
};

// What a page asks by itself while somebody can see it. Nothing that is read or typed moves.
const repeat = (act) => {
  const attempt = async () => {
    try {
      if (!document.hidden) await act();
    } catch {
      // No network: the page stays as it is.
    }
  };
  setInterval(attempt, 20_000);
  document.addEventListener('visibilitychange', attempt);
};

for (const part of document.querySelectorAll('[data-poll]')) {
  const { poll, mark } = part.dataset;
  repeat(async () => {
    const response = await ask(poll, mark ? { 'if-none-match': mark } : {});
    if (response.status !== 200) return;
    const said = await response.text();
    if (part.textContent.startsWith(said) && said) return;
    part.textContent = said;
    if (mark) {
      const link = document.createElement('a');
      link.href = location.pathname + location.search;
      link.textContent = 'Afficher';
      part.append(' ', link);
    }
  });
}

// Five minutes without a key or a click: whoever passes by reads nothing.
const main = document.querySelector('main[data-veil]');
if (main) {
  const veil = document.createElement('main');
  const lift = document.createElement('button');
  const title = document.createElement('h1');
  veil.id = main.id;
  veil.className = 'page veil';
  title.textContent = 'Page couverte';
  lift.textContent = 'Afficher';
  veil.append(title, lift);
  let since = Date.now();
  let focused;
  const stir = () => {
    since = Date.now();
  };
  for (const sign of ['pointerdown', 'keydown', 'scroll']) addEventListener(sign, stir, { passive: true });
  lift.addEventListener('click', async () => {
    await ask('/session').catch(() => {});
    veil.replaceWith(main);
    focused?.focus();
  });
  const cover = () => {
    if (Date.now() - since < 5 * 60_000 || !main.isConnected) return;
    focused = document.activeElement;
    main.replaceWith(veil);
    lift.focus();
  };
  setInterval(cover, 5_000);
  document.addEventListener('visibilitychange', cover);
  if (!document.querySelector('[data-poll]')) repeat(() => ask('/session'));
}

// A page that the browser kept would show what a session that has ended showed.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
