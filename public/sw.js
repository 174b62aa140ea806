// Keeps the app's own files on the phone, whole build by whole build, so that it starts without network.
//
// Handles GET alone, and never the API: what is sent goes from the page itself. Touches no database.
// In place of the two words below the build writes its files, each path with its hash (the first screen is "/"),
// and its own name.
'use strict';

const FILES = __FILES__.map(([path]) => path);
const CACHE = 'ml-shell-' + __BUILD__;

// A name that holds a hash never changes its bytes: what the page has just loaded is not loaded again.
const isHashed = (path) => /[-/][0-9a-f]{16}[./]/.test(path);

// All or nothing: JS and wasm of two builds do not fit together.
self.addEventListener('install', (event) => {
  const requests = FILES.map((path) => new Request(path, { cache: isHashed(path) ? 'default' : 'reload' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

// By now this build is whole: the ones before it can go.
self.addEventListener('activate', (event) => {
  const isOld = (name) => name.startsWith('ml-shell-') && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// The page asks for it where a reload costs nothing.
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = ownPath(request);
  if (path) event.respondWith(kept(path).then((answer) => answer || fetch(request)));
});

// The listed file that answers a request: every page of the app is the first screen.
function ownPath(request) {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/v1/')) return null;
  if (FILES.includes(url.pathname)) return url.pathname;
  const isPage = request.mode === 'navigate' && !url.pathname.includes('.');
  return isPage ? '/' : null;
}

// A cache that the browser has emptied, or refuses to open, is as if it were not there.
function kept(path) {
  return caches.open(CACHE).then((cache) => cache.match(path)).catch(() => undefined);
}
