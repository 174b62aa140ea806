// The questionnaire with Preact: one component a kind of question, one section a page.

import { render } from 'preact';
import { useState } from 'preact/hooks';
import questionnaire from 'questionnaire';
import { choicesOf, isAsked, refusal } from '../journey.mjs';

const { sections, texts } = questionnaire;
const KEYBOARDS = { phone: 'tel', email: 'email', postal_code: 'text' };

function Questionnaire() {
  const [place, setPlace] = useState(0);
  const [answers, setAnswers] = useState({});
  const [refusals, setRefusals] = useState([]);
  const section = sections[place];
  const asked = section.questions.filter((question) => isAsked(question, answers));

  const goOn = (event) => {
    event.preventDefault();
    const refused = asked.map(({ id, ...question }) => [id, refusal(question, answers[id])]).filter(([, sentence]) => sentence);
    setRefusals(refused);
    if (refused.length > 0 || place + 1 === sections.length) return;
    setPlace(place + 1);
    scrollTo(0, 0);
  };

  return (
    <main id="main">
      <form noValidate onSubmit={goOn} key={section.id}>
        <p class="step">{texts.step.replace('{place}', place + 1).replace('{total}', sections.length)}</p>
        {refusals.length > 0 && <Summary refusals={refusals} />}
        <h1>{section.title}</h1>
        {section.lead && <p class="lead">{section.lead}</p>}
        {asked.map((question) => (
          <Field
            key={question.id}
            question={question}
            answer={answers[question.id]}
            refused={refusals.find(([id]) => id === question.id)?.[1]}
            onAnswer={(answer) => setAnswers((before) => ({ ...before, [question.id]: answer }))}
          />
        ))}
        <div class="action">
          <button type="submit">{place + 1 === sections.length ? texts.send : texts.continue}</button>
        </div>
      </form>
    </main>
  );
}

function Summary({ refusals }) {
  return (
    <div class="error-summary" role="alert">
      <h2>{texts.refused_title}</h2>
      <ul>
        {refusals.map(([id, sentence]) => <li key={id}><a href={`#${id}`}>{sentence}</a></li>)}
      </ul>
    </div>
  );
}

function Field({ question, answer, refused, onAnswer }) {
  const { id, kind, label, hint, required } = question;
  const choices = choicesOf(question);
  const isGroup = kind === 'date' || kind === 'choices' || (choices.length > 0 && choices.length <= 3);
  const props = { question, choices, answer, onAnswer };
  if (kind === 'tick') return <div class="field"><Box name={id} code="yes" label={label} onToggle={(on) => onAnswer(on ? 'yes' : '')} /></div>;
  const around = [
    hint && <p class="hint" id={`${id}-hint`}>{hint}</p>,
    <p class="refusal" id={`${id}-refusal`}>{refused}</p>,
  ];
  const named = [label, !required && <span class="optional"> {texts.optional}</span>];
  if (!isGroup) {
    const Input = choices.length > 0 ? List : Line;
    return <div class={refused ? 'field bad' : 'field'}><label for={id}>{named}</label>{around}<Input {...props} /></div>;
  }
  const Inputs = kind === 'date' ? Day : kind === 'choices' ? Boxes : Radios;
  return (
    <div class={refused ? 'field bad' : 'field'}>
      <fieldset id={id} aria-describedby={`${id}-refusal ${id}-hint`}><legend>{named}</legend>{around}<Inputs {...props} /></fieldset>
    </div>
  );
}

function Line({ question: { id, kind, max_length, autocomplete }, answer, onAnswer }) {
  return (
    <input id={id} name={id} type={KEYBOARDS[kind] ?? 'text'} maxLength={max_length ?? 60} autocomplete={autocomplete ?? 'off'}
      aria-describedby={`${id}-refusal ${id}-hint`} value={answer ?? ''} onInput={({ target }) => onAnswer(target.value)} />
  );
}

function List({ question: { id, autocomplete }, choices, onAnswer }) {
  return (
    <select id={id} name={id} autocomplete={autocomplete ?? 'off'} aria-describedby={`${id}-refusal ${id}-hint`} onInput={({ target }) => onAnswer(target.value)}>
      <option value="">{texts.choose}</option>
      {choices.map(({ code, label }) => <option key={code} value={code}>{label}</option>)}
    </select>
  );
}

function Radios({ question: { id }, choices, answer, onAnswer }) {
  return choices.map(({ code, label }) => (
    <label key={code} class="option">
      <input type="radio" name={id} value={code} checked={answer === code} onInput={() => onAnswer(code)} />{label}
    </label>
  ));
}

function Boxes({ question: { id }, choices, answer = [], onAnswer }) {
  const toggle = ({ code, exclusive }, on) => {
    const alone = choices.filter((choice) => choice.exclusive).map((choice) => choice.code);
    const others = answer.filter((one) => one !== code && !(on && (exclusive || alone.includes(one))));
    onAnswer(on ? [...others, code] : others);
  };
  return choices.map((choice) => (
    <Box key={choice.code} name={id} code={choice.code} label={choice.label} checked={answer.includes(choice.code)} onToggle={(on) => toggle(choice, on)} />
  ));
}

function Box({ name, code, label, checked, onToggle }) {
  return (
    <label class="option">
      <input type="checkbox" name={name} value={code} checked={checked} onInput={({ target }) => onToggle(target.checked)} />{label}
    </label>
  );
}

function Day({ question: { id }, answer = '--', onAnswer }) {
  const parts = answer.split('-');
  const field = (part, index, length) => (
    <div>
      <label for={`${id}-${part}`}>{texts[part]}</label>
      <input id={`${id}-${part}`} name={`${id}-${part}`} inputMode="numeric" maxLength={length} autocomplete={`bday-${part}`} value={parts[index]}
        onInput={({ target }) => onAnswer(parts.with(index, target.value).join('-'))} />
    </div>
  );
  return <div class="trio">{field('day', 2, 2)}{field('month', 1, 2)}{field('year', 0, 4)}</div>;
}

function start(event) {
  event?.preventDefault();
  const app = document.getElementById('app');
  app.replaceChildren();
  render(<Questionnaire />, app);
}

if (location.pathname === '/') document.getElementById('start').addEventListener('click', start);
else start();
