// The Preact peer: our own stylesheet, our own markup, another way of making it.

import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { page as firstScreen } from '../first_screen.mjs';

export const entry = 'main.jsx';

export const data = (questionnaire) => questionnaire;

export function style({ app }) {
  const name = readdirSync(app).find((file) => /^app-[0-9a-f]+\.css$/.test(file));
  return readFileSync(path.join(app, name));
}

export function page({ texts, style, script }) {
  return firstScreen({ texts, style, script, classes: { lead: 'lead', facts: 'facts', text: 'soft', button: 'button' } });
}
