// Starts the app: the wasm file is compiled while it arrives.
// When it cannot start, the page stays as it is and says how to be called back (`data-start` in the stylesheet).
import start from "./premier-accueil-app.js";

start({ module_or_path: "__WASM__" }).catch((problem) => {
  document.documentElement.dataset.start = "failed";
  throw problem;
});
