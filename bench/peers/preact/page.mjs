// The Preact peer: our own stylesheet, our own markup, another way of making it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { page as firstScreen } from '../first_screen.mjs';

export const entry = 'main.jsx';

export const data = (questionnaire) => questionnaire;

export function style({ app }) {
  const page = readFileSync(path.join(app, 'index.html'), 'utf8');
  return page.match(/<style>(.*?)<\/style>/s)[1];
}

export function page({ texts, style, script }) {
  return firstScreen({ texts, style, script, classes: { lead: 'lead', facts: 'facts', text: 'soft', button: 'button' } });
}
