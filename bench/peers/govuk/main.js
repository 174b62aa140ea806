// The questionnaire with govuk-frontend: every section is in the page already, and one of them is shown.

import { Button, Checkboxes, ErrorSummary, Radios, createAll } from 'govuk-frontend';
import questionnaire from 'questionnaire';
import { isAsked, refusal } from '../journey.mjs';

const { sections, texts } = questionnaire;
const form = document.getElementById('form');
const page = ({ id }) => document.getElementById(`section-${id}`);
const place = (id) => form.querySelector(`[data-question="${id}"]`);

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
[Button, Checkboxes, Radios].forEach((component) => createAll(component, undefined, form));

function answer({ id, kind }) {
  const inputs = [...place(id).querySelectorAll('input, select')];
  const chosen = inputs.filter(({ type, checked }) => !['radio', 'checkbox'].includes(type) || checked).map(({ value }) => value);
  if (kind === 'date') return chosen.some(Boolean) ? chosen.reverse().join('-') : '';
  return kind === 'choices' ? chosen : chosen[0];
}

function answers() {
  return Object.fromEntries(sections.flatMap(({ questions }) => questions.map((question) => [question.id, answer(question)])));
}

function showAsked() {
  const given = answers();
  for (const { questions } of sections) {
    for (const question of questions.filter(({ ask_when: when }) => when)) place(question.id).hidden = !isAsked(question, given);
  }
}

/** The sentences at their fields and in the summary; whether there were none. */
function check({ questions }, shown) {
  shown.querySelectorAll('.govuk-error-summary, .govuk-error-message').forEach((old) => old.remove());
  shown.querySelectorAll('.govuk-form-group--error').forEach((field) => field.classList.remove('govuk-form-group--error'));
  const given = answers();
  const asked = questions.filter((question) => isAsked(question, given));
  const refused = asked.map((question) => [question.id, refusal(question, given[question.id])]).filter(([, sentence]) => sentence);
  if (refused.length === 0) return true;
  const list = element('ul', 'govuk-list govuk-error-summary__list');
  for (const [id, sentence] of refused) {
    const field = place(id).querySelector('.govuk-form-group');
    field.classList.add('govuk-form-group--error');
    field.prepend(element('p', 'govuk-error-message', sentence));
    const link = element('a', '', sentence);
    link.href = `#${field.querySelector('input, select').id}`;
    list.append(element('li', ''));
    list.lastChild.append(link);
  }
  const summary = element('div', 'govuk-error-summary');
  summary.append(element('h2', 'govuk-error-summary__title', texts.refused_title), list);
  shown.prepend(summary);
  new ErrorSummary(summary);
  return false;
}

function element(name, className, text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function show(section) {
  for (const one of sections) page(one).hidden = one !== section;
  document.getElementById('app').hidden = true;
  form.hidden = false;
  scrollTo(0, 0);
}

function start(event) {
  event?.preventDefault();
  showAsked();
  show(sections[0]);
}

sections.forEach((section, index) => {
  page(section).addEventListener('submit', (event) => {
    event.preventDefault();
    if (check(section, page(section)) && sections[index + 1]) show(sections[index + 1]);
  });
});
form.addEventListener('input', showAsked);

if (location.pathname === '/') document.getElementById('start').addEventListener('click', start);
else start();
