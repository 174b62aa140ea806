// A developer's page: loads itself anew when another build is served. No release has this.
// What the service worker keeps is of the build before: it goes first, and comes again with the new page.
setInterval(async () => {
  const response = await fetch('__PATH__', { cache: 'no-store' }).catch(() => undefined);
  // While the endpoint starts again there is no answer.
  if (!response?.ok || (await response.text()) === '__BUILD__') return;
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(workers.map((worker) => worker.unregister()));
  if (globalThis.caches) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  location.reload();
}, 500);
