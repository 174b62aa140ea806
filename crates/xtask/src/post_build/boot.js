// Starts the app: the wasm file is compiled while it arrives, and asked for until it is here.
// Where it cannot start, the page stays readable and says why (failure.js).
// Compiled here, because the other start that wasm-bindgen offers brings ways to load that the app never goes.
import { initSync } from "./premier-accueil-app.js";

// The browser offers to install the app once, and early; src/browser/install.rs takes it up after a receipt.
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  window.installPrompt = event;
});

const tell = (why) => document.documentElement.setAttribute("data-failure", why);

start();

async function start() {
  for (let wait = 2; ; wait = Math.min(2 * wait, 60)) {
    try {
      if (typeof WebAssembly === "undefined") throw new Error("no WebAssembly");
      const module = await compiled("__WASM__");
      if (module) return initSync({ module });
      tell("network");
    } catch (problem) {
      // A trap is told by failure.js.
      if (!/wasm-function/.test(problem.stack)) tell("browser");
      throw problem;
    }
    await new Promise((again) => {
      setTimeout(again, 1000 * wait);
      addEventListener("online", again, { once: true });
    });
  }
}

// The module of a path; nothing where the network does not bring it whole. Fails where this browser cannot compile it.
async function compiled(path) {
  // A line that hangs is given up, so that it can be tried again.
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 60_000);
  let bytes;
  try {
    const ask = async () => {
      const response = await fetch(path, { signal: patience.signal });
      if (!response.ok) throw new Error(response.status);
      return response;
    };
    let response = await ask();
    if (WebAssembly.compileStreaming && response.headers.get("content-type") === "application/wasm") {
      try {
        return await WebAssembly.compileStreaming(response);
      } catch {
        // Cut short, or more than this browser knows: the whole file tells.
        response = await ask();
      }
    }
    bytes = await response.arrayBuffer();
    if (!(await isWhole(bytes, path))) return undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
  return WebAssembly.compile(bytes);
}

// Whether these are the bytes that the name was made of. Without a secure context, whether they begin as wasm does.
async function isWhole(bytes, path) {
  if (!crypto.subtle) return bytes.byteLength > 8 && new DataView(bytes).getUint32(0) === 0x61736d;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return path.includes(Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(""));
}
