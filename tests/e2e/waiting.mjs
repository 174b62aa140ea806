// A registration that waits on a phone: the line is a captive portal's, and takes nothing.

import { maelys } from './people.mjs';

/** Somebody whose registration waits on her phone, and the line that does not take it; `prepares` is told of her page before. */
export async function waiting(road, prepares = () => {}) {
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  await prepares(person.page);
  await person.fillsCallbackRequest(maelys());
  line.belongsToAPortal();
  await person.sends();
  await person.reads(person.words.text('sent.status_kept'));
  return { person, line };
}
