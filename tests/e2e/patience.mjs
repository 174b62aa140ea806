// Waiting, always with an end.

/**
 * Waits until `probe` gives something true, and gives it back.
 * Fails with `what` in plain words once `within` milliseconds have passed.
 */
export async function until(what, probe, { within = 15_000, every = 50 } = {}) {
  const end = Date.now() + within;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${within / 1000} s in vain: ${what}`);
    await new Promise((done) => setTimeout(done, every));
  }
}

/** The same promise, failing with `what` when it takes longer than `within` milliseconds. */
export async function soon(what, promise, within = 15_000) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`took more than ${within / 1000} s: ${what}`)), within);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
