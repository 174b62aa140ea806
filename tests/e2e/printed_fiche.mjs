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

/** Each row of the fiche: I-Milo's field, the answer in French, and what to enter where I-Milo has its own word. */
export function expectedRows(form, answers, words) {
  const { questionnaire, sections, values = {} } = printedForm(form);
  const kinds = new Map(questionnaire.sections.flatMap((one) => one.questions).map((one) => [one.id, one.kind]));
  const rows = [];
  for (const { title, questions } of sections.flatMap((section) => section.fields)) {
    for (const [place, id] of questions.filter((question) => question in answers).entries()) {
      const entered = [answers[id]].flat().map((code) => values[id]?.[code]).filter(Boolean).join(', ');
      const field = place === 0 ? title : `${title} (suite)`;
      const row = `${field} ${printed(form, id, kinds.get(id), answers[id], words)}`;
      rows.push(flat(entered ? `${row} → ${entered}` : row));
    }
  }
  return rows;
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
