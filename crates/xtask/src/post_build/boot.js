// Starts the app: the wasm file is compiled while it arrives.
// Where it cannot start, the page stays readable and its sentence `id="failure"` says what to do instead.
import start from "./premier-accueil-app.js";

// The browser offers to install the app once, and early; src/browser/install.rs takes it up after a receipt.
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  window.installPrompt = event;
});

const started = start({ module_or_path: "__WASM__" });
started.catch((problem) => {
  document.getElementById("failure")?.removeAttribute("hidden");
  throw problem;
});
