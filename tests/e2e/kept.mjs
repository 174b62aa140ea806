// Everything that a page could have left on the phone, as one text.

/** IndexedDB, local and session storage, caches, cookies, addresses and state of the history. Not what is on the page. */
export function everythingKept(page) {
  return page.evaluate(async () => {
    const plain = (_key, value) => {
      if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
      if (value instanceof ArrayBuffer) return new TextDecoder().decode(new Uint8Array(value));
      if (value instanceof Map || value instanceof Set) return [...value];
      return value;
    };
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
        request.onblocked = () => reject(new Error('blocked'));
      });
    const databases = {};
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      const stores = {};
      for (const store of database.objectStoreNames) {
        const open = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([done(open.getAllKeys()), done(open.getAll())]);
        stores[store] = keys.map((key, index) => [key, values[index]]);
      }
      databases[name] = stores;
      database.close();
    }
    const cached = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const answer = await cache.match(request);
        const text = /wasm|image/.test(answer.headers.get('content-type') ?? '') ? '' : await answer.text();
        cached[`${name} ${request.url}`] = text;
      }
    }
    return JSON.stringify(
      {
        databases,
        cached,
        local: { ...localStorage },
        session: { ...sessionStorage },
        cookies: document.cookie,
        address: location.href,
        history: navigation.entries().map((entry) => [entry.url, entry.getState() ?? null]),
        state: history.state,
        title: document.title,
        name: window.name,
      },
      plain,
    );
  });
}

/** What is in the databases alone, to be compared before and after. */
export async function databases(page) {
  return JSON.parse(await everythingKept(page)).databases;
}
