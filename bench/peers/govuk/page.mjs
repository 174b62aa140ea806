// The govuk-frontend peer: its own macros make every section at build time, its stylesheet dresses them.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import nunjucks from 'nunjucks';
import { page as firstScreen } from '../first_screen.mjs';
import { choicesOf } from '../journey.mjs';

const govuk = path.dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json'));
const macros = new nunjucks.Environment(new nunjucks.FileSystemLoader(path.join(govuk, 'dist')), { autoescape: true });

export const entry = 'main.js';

/** The script checks answers; what is shown is in the page. */
export function data({ sections, texts }) {
  const checked = ({ id, kind, required, ages, ask_when, refusals }) => ({ id, kind, required, ages, ask_when, refusals });
  return { sections: sections.map(({ id, questions }) => ({ id, questions: questions.map(checked) })), texts: { refused_title: texts.refused_title } };
}

/** Without the typeface, whose licence is for gov.uk alone. */
export function style() {
  const css = readFileSync(path.join(govuk, 'dist/govuk/govuk-frontend.min.css'), 'utf8');
  return css.replace(/@font-face\{[^}]*\}/g, '').replace(/"?GDS Transport"?,\s*/g, '').replace(/\/\*#.*?\*\//gs, '');
}

export function page({ questionnaire, texts, style, script }) {
  const classes = {
    html: 'govuk-template',
    body: 'govuk-template__body',
    app: 'govuk-width-container',
    main: 'govuk-main-wrapper',
    title: 'govuk-heading-xl',
    lead: 'govuk-body-l',
    facts: 'govuk-list govuk-list--number',
    text: 'govuk-body',
    button: 'govuk-button govuk-button--start',
  };
  const sections = questionnaire.sections.map((section, place) => sectionPage(section, place, questionnaire));
  const body = `<div id="form" class="govuk-width-container" hidden>${sections.join('')}</div>\n`;
  return firstScreen({ texts, style, script, classes, body });
}

function sectionPage({ id, title, lead, questions }, place, { sections, texts }) {
  const step = texts.step.replace('{place}', place + 1).replace('{total}', sections.length);
  const button = macro('button', 'govukButton', { text: place + 1 === sections.length ? texts.send : texts.continue });
  return `<div id="section-${id}" hidden><main class="govuk-main-wrapper"><form novalidate>
<span class="govuk-caption-l">${step}</span><h1 class="govuk-heading-l">${title}</h1>
${lead ? `<p class="govuk-body-l">${lead}</p>` : ''}
${questions.map((question) => `<div data-question="${question.id}">${field(question, texts)}</div>`).join('\n')}
${button}</form></main></div>`;
}

function field(question, texts) {
  const { id, kind, label, hint, required, max_length, autocomplete } = question;
  const named = { text: required || kind === 'tick' ? label : `${label} ${texts.optional}` };
  const common = { id, name: id, idPrefix: id, hint: hint ? { text: hint } : undefined };
  const group = { ...common, fieldset: { legend: named } };
  const choices = choicesOf(question);
  const items = choices.map(({ code, label: text, exclusive }) => ({ value: code, text, behaviour: exclusive ? 'exclusive' : undefined }));
  if (kind === 'date') {
    const parts = [['day', 2], ['month', 2], ['year', 4]];
    const dates = parts.map(([name, width]) => ({ name, label: texts[name], classes: `govuk-input--width-${width}`, autocomplete: `bday-${name}` }));
    return macro('date-input', 'govukDateInput', { ...group, namePrefix: id, items: dates });
  }
  if (kind === 'tick') return macro('checkboxes', 'govukCheckboxes', { ...common, hint: undefined, items: [{ value: 'yes', text: label, hint: common.hint }] });
  if (kind === 'choices') return macro('checkboxes', 'govukCheckboxes', { ...group, items });
  if (choices.length > 3) return macro('select', 'govukSelect', { ...common, label: named, items: [{ value: '', text: texts.choose }, ...items] });
  if (choices.length > 0) return macro('radios', 'govukRadios', { ...group, items });
  const type = { phone: 'tel', email: 'email' }[kind] ?? 'text';
  return macro('input', 'govukInput', { ...common, label: named, type, autocomplete: autocomplete ?? 'off', attributes: { maxlength: String(max_length ?? 60) } });
}

function macro(component, name, params) {
  const html = macros.renderString(`{% from "govuk/components/${component}/macro.njk" import ${name} %}{{ ${name}(params) }}`, { params });
  return html.replace(/\s*\n\s*/g, '\n').trim();
}
