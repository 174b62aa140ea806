// A stand-in for I-Milo: a page with the sections and fields of content/imilo.toml, texts to type and lists to choose from.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './place.mjs';
import { Words, printedForm } from './words.mjs';

const FORM = 'preinscription';

/** Titles of imilo.toml that stand for two neighbouring fields, as the copy sheet has them. */
const TWO_FIELDS = ['Numéro, Libellé de voie', 'Niveau certification, Certification obtenue'];

/** The sections of imilo.toml, each with the names of its fields. */
function sections() {
  const text = readFileSync(path.join(root, 'content/imilo.toml'), 'utf8');
  const parts = text.split('[[section]]').slice(1);
  return parts.map((part) => {
    const [, title] = part.match(/^title = "(.*)"$/m);
    const [, list] = part.match(/^fields = \[(.*?)\]$/ms);
    const titles = [...list.matchAll(/"([^"]*)"/g)].map(([, name]) => name);
    return { title, fields: titles.flatMap((name) => (TWO_FIELDS.includes(name) ? name.split(', ') : [name])) };
  });
}

/** What the lists of I-Milo offer, as far as the questionnaire knows it: by field. */
function lists() {
  const words = new Words('fr');
  const { sections: filled, values, levels } = printedForm(FORM);
  const lists = new Map();
  const offer = (field, options) => lists.set(field, [...new Set([...(lists.get(field) ?? []), ...options])]);
  for (const { title, questions } of filled.flatMap((section) => section.fields)) {
    for (const id of questions) {
      const { codes, kind } = words.question(FORM, id);
      const all = ['yes_no', 'tick'].includes(kind) ? ['yes', 'no'] : codes.map(({ code }) => code);
      const said = all.map((code) => words.choice(FORM, id, code));
      const [one, other] = TWO_FIELDS.includes(title) ? title.split(', ') : [title];
      const known = all.map((code, place) => (other ? levels[code]?.level_1969 : values[id]?.[code]) ?? said[place]);
      offer(one, known);
      // What the person said, where I-Milo's own word is not known.
      offer(other ?? one, said);
    }
  }
  return lists;
}

/**
 * Every field of I-Milo in its order, with the line of the copy sheet that fills it, where there is one.
 * A list that takes several values is that list several times.
 */
export function fieldsFor(lines) {
  const offered = lists();
  return sections().flatMap(({ title, fields }) =>
    fields.flatMap((name) => {
      const own = lines.filter(({ section, field }) => section === title && field === name);
      if (own.length === 0) return [{ section: title, name, value: undefined }];
      return own.flatMap((line) => filledBy(line, title, name, offered.get(name) ?? []));
    }),
  );
}

function filledBy(line, section, name, options) {
  if (!line.isList) return [{ section, name, line, value: line.pasted }];
  const chosen = line.shown ?? '';
  const values = options.includes(chosen) || !chosen.includes(', ') ? [chosen] : chosen.split(', ');
  return values.map((value) => ({ section, name, line, value, options: [...new Set([...options, ...values])].sort() }));
}

/** The page. */
export function pageOf(fields) {
  const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const option = (label) => `<option>${escaped(label)}</option>`;
  const control = ({ options }, place) =>
    options ? `<select id="f${place}"><option></option>${options.map(option).join('')}</select>` : `<input id="f${place}" autocomplete="off">`;
  const row = (field, place) => {
    const isFirst = field.section !== fields[place - 1]?.section;
    const heading = isFirst ? `<h2>${escaped(field.section)}</h2>` : '';
    return `${heading}<p><label for="f${place}">${escaped(field.name)}</label> ${control(field, place)}</p>`;
  };
  return `<!doctype html><html lang="fr"><title>Dossier jeune</title><body>${fields.map(row).join('')}</body></html>`;
}
