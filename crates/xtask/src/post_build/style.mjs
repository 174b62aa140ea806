// The stylesheet named as argument, lowered to the floor of browsers (`browserslist` in package.json) and made small.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import browserslist from 'browserslist';
import { browserslistToTargets, transform } from 'lightningcss';

const [filename] = process.argv.slice(2);
const floor = browserslist(undefined, { path: fileURLToPath(new URL('.', import.meta.url)) });
const { code, warnings } = transform({
  filename,
  code: readFileSync(filename),
  minify: true,
  targets: browserslistToTargets(floor),
});
if (warnings.length > 0) throw new Error(warnings.map(({ message, loc }) => `${loc.line}: ${message}`).join('\n'));
// Two switches of its own stand in every colour; ours have no such names.
process.stdout.write(code.toString().replaceAll('--lightningcss-', '--'));
