// Where things are: the repository, the built app, the endpoint's program.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built app, as the endpoint serves it. */
export const app = path.resolve(root, process.env.PA_E2E_APP ?? process.env.PREMIER_ACCUEIL_APP ?? 'dist');

/** Where builds leave what is neither shipped nor kept. */
export const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');

/** The endpoint's program. */
export const program = path.resolve(
  root,
  process.env.PA_E2E_BINARY ?? process.env.PREMIER_ACCUEIL ?? 'target/debug/premier-accueil',
);

/** Debian's Chromium. */
export const chromium = process.env.PA_E2E_CHROMIUM ?? '/usr/bin/chromium';

for (const [needed, made] of [
  [path.join(app, 'index.html'), 'cargo xtask build'],
  [program, 'cargo build -p premier-accueil-endpoint'],
  [chromium, 'apt-get install chromium'],
]) {
  if (!existsSync(needed)) throw new Error(`${needed} is missing; \`${made}\` makes it`);
}
