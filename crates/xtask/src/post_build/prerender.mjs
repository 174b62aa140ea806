// Runs the built app in jsdom, once for each page, and prints what it shows there: { path: { title, app } } as JSON.
//
// usage: node prerender.mjs <folder of the build> <script> '[{ "path", "opened", "isBare" }]'
// `opened` is the address that the app is opened at; a bare page is taken before the words that come later are there.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { webcrypto } from 'node:crypto';
import { JSDOM, VirtualConsole } from 'jsdom';

const [folder, script, wanted] = process.argv.slice(2);
const shell = readFileSync(path.join(folder, 'index.html'), 'utf8');
const code = readFileSync(path.join(folder, script), 'utf8');

/** Nothing has changed for so many looks, 20 ms apart: the page is there. */
const QUIET_LOOKS = 15;
const MOST_LOOKS = 500;

const shown = await Promise.all(JSON.parse(wanted).map(async (page) => [page.path, await prerendered(page)]));
process.stdout.write(JSON.stringify(Object.fromEntries(shown)));
// The app goes on for as long as its page.
process.exit(0);

async function prerendered({ opened, isBare }) {
  const problems = [];
  const virtualConsole = new VirtualConsole();
  virtualConsole.on('jsdomError', (problem) => problems.push(problem.message));
  const { window } = new JSDOM(shell, {
    url: new URL(opened, 'http://localhost/').href,
    runScripts: 'outside-only',
    pretendToBeVisual: true,
    virtualConsole,
  });
  browserOf(window, isBare);
  // The build's own script is what runs: a module without imports or exports.
  window.eval(`(() => {${code}\n})()`);
  const { document } = window;
  const app = document.getElementById('app');
  let before = '';
  for (let looks = 0, quiet = 0; quiet < QUIET_LOOKS; looks += 1) {
    if (looks > MOST_LOOKS || problems.length) throw new Error(`${opened} is not shown: ${problems.join('; ') || 'nothing comes'}`);
    await new Promise((again) => setTimeout(again, 20));
    const now = document.title + app.innerHTML;
    quiet = now === before && app.querySelector('.lang') ? quiet + 1 : 0;
    before = now;
  }
  // Without the app it does nothing.
  for (const part of app.querySelectorAll('.lang, .bar [role]')) part.remove();
  // What holds at the moment of the build.
  app.querySelector('.opening')?.replaceChildren();
  return { title: document.title, app: app.innerHTML.replaceAll('&nbsp;', '\u00a0') };
}

/** What the app uses of a browser and jsdom does not have. It finds no place to keep anything, and no endpoint. */
function browserOf(window, isBare) {
  window.eval('globalThis.Response = class Response {}');
  window.TextEncoder = TextEncoder;
  window.TextDecoder = TextDecoder;
  Object.defineProperty(window, 'crypto', { value: webcrypto });
  Object.defineProperty(window.navigator, 'languages', { value: ['fr'] });
  window.scrollTo = () => {};
  window.fetch = async (address) => {
    const { pathname } = new URL(address, window.location.href);
    // On their way for ever.
    if (isBare && pathname.includes('-rest-')) return new Promise(() => {});
    return Object.assign(new window.Response(), answered(pathname));
  };
}

function answered(pathname) {
  const types = { '.wasm': 'application/wasm', '.bin': 'application/octet-stream' };
  const type = types[path.extname(pathname)];
  const bytes = type && readFileSync(path.join(folder, pathname));
  return {
    ok: Boolean(type),
    status: type ? 200 : 503,
    headers: new Map([['content-type', type]]),
    arrayBuffer: async () => Uint8Array.from(bytes ?? []).buffer,
    text: async () => '',
  };
}
