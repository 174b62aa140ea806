// Invented people. Numbers are of the range that ARCEP keeps for fiction; names stand nowhere in the app.

/** A day `years` years ago, `days` days later than the birthday of today, as `2007-05-14`. */
export function born(years, days = 0) {
  const today = new Date();
  const day = new Date(Date.UTC(today.getUTCFullYear() - years, today.getUTCMonth(), today.getUTCDate() + days));
  return day.toISOString().slice(0, 10);
}

/** The short form, answered: by question id, codes for choices, and communes by name. */
export function maelys(changes = {}) {
  return {
    first_name: 'Maëlys',
    usage_name: 'Benoît-Haddad',
    phone: '06 39 98 41 27',
    contact_slots: ['afternoon'],
    postal_code: '59100',
    commune_code: 'Roubaix',
    birth_date: born(19, -100),
    ...changes,
  };
}

/** The full form, with an answer to every question that this journey asks. */
export function maelysInFull(changes = {}) {
  return {
    ...maelys(),
    email: 'maelys.bh@courriel.example',
    birth_name: 'Lefèvre-Ouardi',
    civility: 'ms',
    contact_slots: ['morning', 'sms_first'],
    address_line: '27 rue des Tilleuls-Bleus',
    address_extra: 'chez Mme Krzesinski',
    housing: 'friends',
    born_abroad: 'no',
    birth_commune: 'Vesoul',
    nationality: 'french',
    current_situation: 'job_seeking',
    france_travail_registered: 'unknown',
    last_class: 'grade_12_vocational',
    highest_diploma: 'level_3',
    diploma_title: 'CAP fleuriste',
    school_exit_year: String(new Date().getUTCFullYear() - 1),
    driving_licence: 'in_progress',
    transport_modes: ['bicycle', 'public_transport'],
    needs: ['job', 'housing'],
    referral_source: 'social_media',
    ...changes,
  };
}

const FREE_TEXTS = [
  'first_name', 'usage_name', 'birth_name', 'phone', 'email',
  'address_line', 'address_extra', 'birth_commune', 'diploma_title',
];

/** What must be found nowhere: the typed words, in each shape they could be kept in. */
export function traces(answers) {
  const typed = FREE_TEXTS.map((question) => answers[question]).filter(Boolean);
  const digits = answers.phone?.replace(/\D/g, '').slice(1);
  const plain = typed.map((text) => text.normalize('NFD').replace(/\p{M}/gu, ''));
  const escaped = typed.map((text) => encodeURIComponent(text));
  const shapes = [...typed, ...plain, ...escaped, digits, answers.birth_date].filter(Boolean);
  return [...new Set(shapes.map((shape) => shape.toLowerCase()))];
}

/** The traces that stand in `text`. */
export function tracesIn(text, answers) {
  const lower = text.toLowerCase();
  return traces(answers).filter((trace) => lower.includes(trace));
}
