
// Fetches a later part of the code, by its place, when the app asks: once, and again after a try that failed.
// A part takes what it needs from those before it, and puts its functions into the table that all share.
const parts = __PARTS__;
const coming = [];
globalThis.part = (place) => {
  coming[place] ??= bring(place).catch((problem) => {
    coming[place] = undefined;
    throw problem;
  });
  return coming[place];
};

// What the parts up to this one give to those after it.
async function bring(place) {
  // A line that hangs is given up, so that it can be tried again.
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 60_000);
  try {
    const before = await (place ? part(place - 1) : started);
    const code = fetch(parts[place], { signal: patience.signal });
    const { instance } = await WebAssembly.instantiateStreaming(code, { a: before });
    return { ...before, ...instance.exports };
  } finally {
    clearTimeout(timer);
  }
}
