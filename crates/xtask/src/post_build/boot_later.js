
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
  const before = await (place ? part(place - 1) : started);
  const module = await compiled(parts[place]);
  if (!module) throw new Error("a part has not come");
  const instance = await WebAssembly.instantiate(module, { a: before });
  return { ...before, ...instance.exports };
}
