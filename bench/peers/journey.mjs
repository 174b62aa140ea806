// What the peers that are written by hand share: which questions are asked, and what is refused.
// As small as it can be and still do what the questionnaire says; the library at hand does the rest.

const SHAPES = {
  phone: [/^(?:\+33|0)\s?[1-9](?:[\s.-]?\d{2}){4}$/, 'not_a_phone'],
  email: [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'not_an_email'],
  postal_code: [/^\d{5}$/, 'not_a_postal_code'],
};

/** Whether this question is asked of somebody with these answers. */
export function isAsked({ ask_when: when }, answers) {
  if (!when) return true;
  const given = [answers[when.question]].flat();
  return when.is.length > 0 ? given.some((code) => when.is.includes(code)) : !given.some((code) => when.is_not.includes(code));
}

/** The choices of a question, those of a year counted from today. */
export function choicesOf({ kind, choices, last_years, earlier }) {
  if (kind !== 'year') return choices;
  const year = new Date().getFullYear();
  const years = Array.from({ length: last_years }, (_, index) => String(year - index));
  return [...years.map((code) => ({ code, label: code })), { code: 'earlier', label: earlier }];
}

/** The sentence for what is wrong with an answer; nothing when it may stay. */
export function refusal(question, answer) {
  const { kind, required, refusals } = question;
  if (!answer || answer.length === 0) return required ? refusals.missing : undefined;
  if (kind === 'date') return refusals[wrongWithDate(question, answer)];
  const [shape, reason] = SHAPES[kind] ?? [];
  return shape && !shape.test(answer.trim()) ? refusals[reason] : undefined;
}

function wrongWithDate({ ages }, answer) {
  const [year, month, day] = answer.split('-').map(Number);
  const date = new Date(year, month - 1, day);
  if (date.getFullYear() !== year || date.getMonth() !== month - 1 || date.getDate() !== day) return 'not_a_date';
  const today = new Date();
  const hadBirthday = today >= new Date(today.getFullYear(), month - 1, day);
  const age = today.getFullYear() - year - (hadBirthday ? 0 : 1);
  if (age < ages.from) return 'too_young';
  return age > ages.to ? 'too_old' : undefined;
}
