
// Fetches the late part of the code when the app asks: once, and again after a try that failed.
// It takes what it needs from the first part, and puts its functions into the table that both share.
let coming;
globalThis.late = () => {
  coming ??= started.then(bring).catch((problem) => {
    coming = undefined;
    throw problem;
  });
  return coming;
};

async function bring(first) {
  // A line that hangs is given up, so that it can be tried again.
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 60_000);
  try {
    await WebAssembly.instantiateStreaming(fetch("__LATE__", { signal: patience.signal }), { a: first });
  } finally {
    clearTimeout(timer);
  }
}
