// The PDF that an advisor opens: its words, and what they should be for what was typed.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { flat, printedForm } from './words.mjs';

/** All the words of the PDF attached to a letter, in reading order. */
export async function readFiche(letter) {
  const [attachment] = letter.attachments;
  const reading = promisify(execFile)('pdftotext', ['-raw', '-', '-'], { timeout: 10_000 });
  reading.child.stdin.end(Buffer.from(attachment.content));
  return flat((await reading).stdout);
}

/** What I-Milo wants in capitals without accents. */
const SURNAMES = ['usage_name', 'birth_name'];
const unaccentedCapitals = (name) => name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();

/** The two fields of I-Milo that one answer fills, where their names stand in one. */
const twoFields = (title) => title.split(', ');

/** Each row of the fiche: I-Milo's field, what to enter there, and the person's words where they are other. */
export function expectedRows(form, answers, words) {
  const { questionnaire, sections, values = {}, levels = {} } = printedForm(form);
  const kinds = new Map(questionnaire.sections.flatMap((one) => one.questions).map((one) => [one.id, one.kind]));
  const rows = [];
  for (const { title, questions } of sections.flatMap((section) => section.fields)) {
    for (const id of questions.filter((question) => question in answers)) {
      const answer = answers[id];
      const said = printed(form, id, kinds.get(id), answer, words);
      if (id === 'address_line') {
        const [, number, street] = /^(\d+(?: ?(?:bis|ter|quater|[A-Za-z])\b)?),? (.*)$/u.exec(answer) ?? [null, 'non renseigné', answer];
        const [one, other] = twoFields(title);
        rows.push(`${one} ${number}`, `${other} ${street}`);
      } else if (id === 'highest_diploma') {
        const [one, other] = twoFields(title);
        rows.push(`${one} ${levels[answer]?.level_1969 ?? 'à choisir'}`, `${other} à choisir ${said}`);
      } else if (SURNAMES.includes(id)) {
        const capitals = unaccentedCapitals(answer);
        rows.push(`${title} ${capitals}${capitals === answer ? '' : ` ${answer}`}`);
      } else {
        rows.push(`${title} ${entered(answer, values[id], said)}`);
      }
    }
  }
  return rows.map(flat);
}

function entered(answer, values, said) {
  if (!values) return said;
  const known = [answer].flat().map((code) => values[code]).filter(Boolean);
  if (known.length === 0) return `à choisir ${said}`;
  return known.join(', ');
}

function printed(form, id, kind, answer, words) {
  switch (kind) {
    case 'choices':
      return answer.map((code) => words.choice(form, id, code)).join(', ');
    case 'choice':
    case 'yes_no':
    case 'tick':
    case 'year':
      return words.choice(form, id, answer);
    case 'date':
      return answer.split('-').reverse().join('/');
    case 'phone':
      return answer.replaceAll(' ', '.');
    default:
      return answer;
  }
}
