// Starts the app: the wasm file is compiled while it arrives.
// Where it cannot start, the page stays readable and its sentence `id="failure"` says what to do instead.
// Compiled here, because the other start that wasm-bindgen offers brings ways to load that the app never goes.
import { initSync } from "./premier-accueil-app.js";

// The browser offers to install the app once, and early; src/browser/install.rs takes it up after a receipt.
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  window.installPrompt = event;
});

const started = WebAssembly.compileStreaming(fetch("__WASM__")).then((module) => initSync({ module }));
started.catch((problem) => {
  document.getElementById("failure")?.removeAttribute("hidden");
  throw problem;
});
