// The font of most phones for the browsers that a script of pictures starts.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Has them find Roboto first; installs it where it is missing, as `cargo xtask` installs its own packages: as root alone. */
export function usePhoneFonts() {
  const isThere = () => execFileSync('fc-list', ['Roboto', 'family']).length > 0;
  if (!isThere() && process.getuid() === 0) {
    execFileSync('apt-get', ['install', '--yes', '-qq', '--no-install-recommends', 'fonts-roboto'], { stdio: 'inherit' });
  }
  if (!isThere()) throw new Error('Roboto is missing; `sudo apt-get install fonts-roboto` brings it');
  process.env.FONTCONFIG_FILE = fileURLToPath(new URL('phone_fonts.conf', import.meta.url));
}
