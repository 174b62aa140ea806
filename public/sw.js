// Keeps the app's own files on the phone, whole build by whole build, so that it starts without network.
// Sends what waits when the network is back and no page is open, and asks once a day about what is not confirmed yet,
// where the browser offers that.
//
// Of the page's requests it handles GET alone, and never the API.
// In place of the four words below the build writes its files, each by its path (the first screen is "/", the
// frame of every other page "/frame.html"), those that few people need, those of the languages other than French, of
// which a phone keeps what is read on it, and its own name.
'use strict';

const FILES = __FILES__;
const REST = __REST__;
const LANGUAGES = __LANGUAGES__;
const CACHE = 'ml-shell-' + __BUILD__;

// A name that holds a hash never changes its bytes, whatever the build: what the page has just loaded is not loaded again.
const isHashed = (path) => /[-/][0-9a-f]{16}[./]/.test(path);

// The names of the pages are the same in every build.
const PAGES = ['/frame.html', '/'];
const isPage = (path) => PAGES.includes(path);

const isOurs = (name) => name.startsWith('ml-shell-');

// All or nothing: JS and wasm of two builds do not fit together. With a build from before, all files at once.
self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.keys().then(async (names) => keep(names.some(isOurs) ? FILES.concat(REST, await readBefore(names)) : FILES)),
  );
});

const languageOf = (path) => path.replace(/^\/content\/|(-rest)?-[0-9a-f]{16}\.bin$/g, '');

// The files of the languages that builds from before keep.
async function readBefore(names) {
  const kept = await Promise.all(names.filter(isOurs).map((name) => caches.open(name).then((cache) => cache.keys())));
  const known = kept.flat().map(({ url }) => languageOf(new URL(url).pathname));
  return LANGUAGES.filter((path) => known.includes(languageOf(path)));
}

async function keep(paths) {
  const cache = await caches.open(CACHE);
  const known = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  // The pages of the same build may name another telephone number by now.
  const missing = paths.filter((path) => isPage(path) || !known.includes(path));
  await cache.addAll(missing.map((path) => new Request(path, { cache: isHashed(path) ? 'default' : 'reload' })));
  await checkPages(cache, missing.filter(isPage));
}

// A page that does not ask for this build's script is of another, put in its place meanwhile: without network it could
// not start.
async function checkPages(cache, pages) {
  const script = FILES.find((path) => /^\/app-.*\.js$/.test(path));
  for (const path of pages) {
    const page = await (await cache.match(path)).text();
    if (script && !page.includes(script)) {
      await cache.delete(path);
      throw new Error('a page of another build');
    }
  }
}

// By now this build is whole. The one before it stays, for pages that are open: they go on with their own files,
// which the endpoint has no more. The ones before that can go; the oldest are named first.
self.addEventListener('activate', (event) => {
  const isOld = (name) => isOurs(name) && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).slice(0, -1).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// The page asks to take over where a reload costs nothing, to keep the words of the language in which it is read, and to
// keep all once more than the first screen is used.
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
  const [asked, language] = event.data.split(' ');
  const words = LANGUAGES.filter((path) => languageOf(path) === language);
  if (asked === 'keep') event.waitUntil(keep(words));
  if (asked === 'keep-all') event.waitUntil(keep(REST.concat(words)));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const paths = ownPaths(request);
  if (paths.length) event.respondWith(firstKept(paths).then((response) => response || fetch(request)));
});

for (const name of ['sync', 'periodicsync']) {
  self.addEventListener(name, (event) => {
    if (event.tag !== 'outbox') return;
    // One at a time: where a page is sending, this is its work.
    const ours = (lock) => lock && sendAll();
    event.waitUntil(navigator.locks ? navigator.locks.request('pa-sync', { ifAvailable: true }, ours) : sendAll());
  });
}

// Sends each sealed envelope as it is, and takes none away: the app does, on the receipt that it is given again.
// Of a copy it asks whether the endpoint still has it: what is lost is sent again.
async function sendAll() {
  let later = false;
  for (const text of await entries()) {
    const { standing, entry, id, body } = JSON.parse(text);
    let response;
    if (standing.state === 'waiting') {
      response = await send(id, body);
    } else if (standing.state === 'unconfirmed') {
      response = await ask(entry.id, 'GET');
      if (response.status === 404 && isJson(response)) response = await send(entry.id, entry.body);
    } else continue;
    later ||= !isJson(response) || response.status === 429 || response.status >= 500;
  }
  // A page that was opened meanwhile looks again.
  new BroadcastChannel('pa-outbox').postMessage(true);
  // The browser asks again, less and less often.
  if (later) throw new Error('later');
}

// A filter that forbids the one may let the other through; the endpoint does the same on both.
async function send(id, body) {
  const response = await ask(id, 'PUT', body);
  return [403, 405, 501].includes(response.status) && !isJson(response) ? ask(id, 'POST', body) : response;
}

function ask(id, method, body) {
  const headers = body && { 'content-type': 'application/json' };
  // A page opened meanwhile waits for this request: no longer than it would for its own.
  const signal = AbortSignal.timeout?.(20_000);
  return fetch('/v1/submissions/' + id, { method, headers, body, redirect: 'error', cache: 'no-store', signal });
}

function isJson(response) {
  return /^application\/(problem\+)?json/.test(response.headers.get('content-type'));
}

function entries() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('premier-accueil');
    // Nothing was ever kept here: it is not for the worker to make the database.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => resolve([]);
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction('entries').objectStore('entries').getAll();
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = () => reject(reading.error);
      reading.transaction.oncomplete = () => database.close();
    };
  });
}

// The listed files that can serve a request: of the first screen itself, of another page of the app the frame, or the
// first screen where the frame is not here yet.
function ownPaths(request) {
  const url = new URL(request.url);
  const path = url.pathname;
  if (request.method !== 'GET' || url.origin !== self.location.origin || path.startsWith('/v1/')) return [];
  if (FILES.concat(REST, LANGUAGES).includes(path) || isHashed(path)) return [path];
  // A full stop at the end belongs to the sentence around the link; one before letters makes the name of a file.
  const isOfApp = request.mode === 'navigate' && !/\.\w/.test(path);
  return isOfApp ? PAGES : [];
}

async function firstKept(paths) {
  for (const path of paths) {
    const response = await kept(path);
    if (response) return response;
  }
}

// A file of this build, else of the one before: only what its name tells apart is asked of both.
// A cache that the browser has emptied, or refuses to open, is as if it were not there.
function kept(path) {
  const own = caches.open(CACHE).then((cache) => cache.match(path));
  return own.then((response) => response || (isHashed(path) ? caches.match(path) : undefined)).catch(() => undefined);
}
