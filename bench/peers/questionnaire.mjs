// The questionnaire that every peer renders, taken from the content that the project's own app is built from:
// no label, no choice and no condition is written here.

import { readFileSync } from 'node:fs';

const FORM = 'preinscription';

/** The form, its words and the sentences around it, as one plain value; `file` is what the build leaves as `fr.json`. */
export function readQuestionnaire(file) {
  const { texts, forms } = JSON.parse(readFileSync(file, 'utf8'));
  const { questionnaire, wording } = forms.find((form) => form.questionnaire.id === FORM);
  const sections = questionnaire.sections.map(({ id, questions }) => ({
    id,
    ...wording.sections[id],
    questions: questions.map((question) => inWords(question, wording.questions[question.id], texts)),
  }));
  return { sections, texts: aroundQuestions(texts) };
}

/** The sentences of the first screen, which stand in the page itself. */
export function readFirstScreen(file) {
  return JSON.parse(readFileSync(file, 'utf8')).texts;
}

function inWords(question, words, texts) {
  const { id, kind, required, max_length, ages, last_years, autocomplete, ask_when } = question;
  const label = (code) => words.choices[code] ?? texts[`choice.${code}`];
  const codes = kind === 'yes_no' ? ['yes', 'no'].map((code) => ({ code })) : question.choices;
  const refusals = Object.fromEntries(reasons(question).map((reason) => [reason, words.refusals[reason] ?? texts[`refusals.${reason}`]]));
  const all = {
    id,
    kind,
    required,
    label: words.label,
    hint: words.hint,
    choices: codes.map(({ code, exclusive }) => ({ code, label: label(code), exclusive: exclusive || undefined })),
    max_length,
    ages,
    last_years,
    earlier: kind === 'year' ? label('earlier') : undefined,
    autocomplete,
    ask_when,
    refusals,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined));
}

/** What may be wrong with an answer to this question. */
function reasons({ kind, required }) {
  const ofKind = {
    date: ['not_a_date', 'too_young', 'too_old'],
    phone: ['not_a_phone'],
    email: ['not_an_email'],
    postal_code: ['not_a_postal_code'],
  };
  return [...(required ? ['missing'] : []), ...(ofKind[kind] ?? [])];
}

function aroundQuestions(texts) {
  const keys = ['continue', 'optional', 'step', 'choose', 'refused_title', 'day', 'month', 'year'];
  const around = Object.fromEntries(keys.map((key) => [key, texts[`section.${key}`]]));
  return { ...around, send: texts['check.send'] };
}
