// The SurveyJS peer: the questionnaire in its own JSON, its own renderer without React (survey-js-ui), its own stylesheet.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { page as firstScreen } from '../first_screen.mjs';
import { choicesOf } from '../journey.mjs';

const require = createRequire(import.meta.url);
const SHAPES = {
  phone: ['^(\\+33|0)\\s?[1-9]([\\s.-]?\\d{2}){4}$', 'not_a_phone'],
  postal_code: ['^\\d{5}$', 'not_a_postal_code'],
};

export const entry = 'main.js';

export function data({ sections, texts }) {
  return {
    showTitle: false,
    showPrevButton: false,
    showProgressBar: true,
    progressBarLocation: 'top',
    showQuestionNumbers: 'off',
    focusOnFirstError: true,
    pageNextText: texts.continue,
    completeText: texts.send,
    pages: sections.map(({ id, title, lead, questions }) => ({
      name: id,
      title,
      description: lead ?? undefined,
      elements: questions.map((question) => element(question, texts)),
    })),
  };
}

/** The stylesheet without the typeface that it would bring along. */
export function style() {
  return readFileSync(require.resolve('survey-core/survey-core.fontless.min.css'));
}

export function page({ texts, style, script }) {
  return firstScreen({ texts, style, script, classes: { button: 'sd-btn sd-btn--action' } });
}

function element(question, texts) {
  const { id, kind, label, hint, required, max_length, autocomplete, ask_when, refusals } = question;
  return {
    name: id,
    title: required || kind === 'tick' ? label : `${label} ${texts.optional}`,
    description: hint,
    isRequired: required,
    requiredErrorText: refusals.missing,
    visibleIf: ask_when && condition(ask_when),
    ...input(question, texts),
    ...(['text', 'phone', 'email', 'postal_code', 'commune'].includes(kind) ? { maxLength: max_length ?? 60, autocomplete } : {}),
  };
}

function condition({ question, is, is_not }) {
  if (is.length > 0) return is.map((code) => `{${question}} = '${code}'`).join(' or ');
  return is_not.map((code) => `{${question}} != '${code}'`).join(' and ');
}

function input(question, texts) {
  const { kind, label, refusals, ages } = question;
  const listed = choicesOf(question).map(({ code, label: text, exclusive }) => ({ value: code, text, ...(exclusive ? { isExclusive: true } : {}) }));
  if (kind === 'tick') return { type: 'boolean', renderAs: 'checkbox', label, titleLocation: 'hidden', valueTrue: 'yes', valueFalse: '' };
  if (kind === 'choices') return { type: 'checkbox', choices: listed };
  // The phone's own drop-down, as in the others: lighter than the library's.
  if (listed.length > 3) return { type: 'dropdown', renderAs: 'select', placeholder: texts.choose, choices: listed };
  if (listed.length > 0) return { type: 'radiogroup', choices: listed };
  const line = { type: 'text', inputType: { date: 'date', phone: 'tel', email: 'email' }[kind] ?? 'text' };
  if (kind === 'date') {
    const age = (bound, text) => ({ type: 'expression', expression: `age({${question.id}}) ${bound}`, text });
    return { ...line, validators: [age(`>= ${ages.from}`, refusals.too_young), age(`<= ${ages.to}`, refusals.too_old)] };
  }
  if (kind === 'email') return { ...line, validators: [{ type: 'email', text: refusals.not_an_email }] };
  const [regex, reason] = SHAPES[kind] ?? [];
  return regex ? { ...line, validators: [{ type: 'regex', regex, text: refusals[reason] }] } : line;
}
