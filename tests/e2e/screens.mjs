// A walk past every page and every state that people can see: for what must hold everywhere.

import { maelysInFull } from './people.mjs';
import { Words } from './words.mjs';

const ALONE = [
  ['notice', '/mes-donnees'],
  ['notice-imilo', '/mes-donnees/i-milo'],
  ['notice-partners', '/mes-donnees/partenaires'],
  ['rights', '/mes-droits'],
  ['words', '/mots'],
  ['outbox-empty', '/mes-envois'],
  ['choices-empty', '/mes-choix'],
  ['device-empty', '/ce-telephone'],
  ['tablet-off', '/tablette'],
  ['elsewhere', '/ailleurs'],
  ['accessibility', '/accessibilite'],
  ['credits', '/credits'],
  ['not-found', '/preinscription/nulle-part'],
];

/**
 * Leads `person` past everything there is, and calls `see(name)` at each place.
 * `line` is the line the phone is on; the walk sends one registration over it.
 */
export async function walkPast(person, line, see) {
  await standsAlone(person, see);
  await shortForm(person, see);
  await rightsForm(person, see);
  await tooYoungTooOld(person, see);
  await fullForm(person, see);
  await sending(person, line, see);
  await sharedTablet(person, line, see);
}

async function standsAlone(person, see) {
  for (const [name, path] of ALONE) {
    await person.arrives(path);
    // The page itself, not the word that it is on its way.
    const onItsWay = person.page.getByRole('heading', { level: 1, name: person.words.text('more.title'), exact: true });
    await onItsWay.waitFor({ state: 'detached' });
    await see(name);
    if (await person.page.getByRole('button', { name: person.words.text('text.open_all') }).count()) {
      await person.presses('text.open_all');
      await see(`${name}-open`);
    }
  }
}

async function shortForm(person, see) {
  await person.arrives('/etre-rappele/toi');
  await person.reads(person.words.text('section.from_middle'));
  await see('etre-rappele-from-middle');
  for (const { id } of person.words.sections('etre-rappele')) {
    await person.answersUpTo(id, maelysInFull());
    await see(`etre-rappele-${id}`);
  }
  await person.answers(maelysInFull());
  await see('etre-rappele-check');
  await person.changes('contact');
  await person.fills({ phone: '' });
  await person.goesBack();
  await person.seesTitle(person.words.text('check.title'));
  await person.sends();
  await person.errorSummary().waitFor();
  await see('etre-rappele-check-refused');
}

async function rightsForm(person, see) {
  const asked = { right: 'restriction', restriction_ground: 'contested', first_name: 'Maëlys', usage_name: 'Benoît', phone: '06 39 98 41 27' };
  await person.arrives('/mes-droits');
  await person.opensTheForm();
  for (const { id } of person.words.sections('droits')) {
    await person.answersUpTo(id, asked);
    await see(`droits-${id}`);
  }
  await person.answers(asked);
  await see('droits-check');
}

async function tooYoungTooOld(person, see) {
  for (const [group, birthDate] of [['young', '2014-01-01'], ['old', '1990-01-01']]) {
    await person.arrives('/etre-rappele/contact');
    await person.answersUpTo('toi', maelysInFull());
    await person.fills(maelysInFull({ birth_date: birthDate }));
    await person.continues();
    await person.errorSummary().waitFor();
    await see(`asked-back-${group}`);
    await person.saysItAgain();
    await person.seesTitle(person.words.text(`elsewhere.${group}_title`));
    await see(`elsewhere-${group}`);
  }
}

async function fullForm(person, see) {
  await person.arrives();
  await see('welcome');
  await person.starts();
  for (const { id, questions } of person.words.sections('preinscription')) {
    await person.seesTitle(person.words.sectionTitle('preinscription', id));
    await see(`preinscription-${id}`);
    if (questions.some(({ required }) => required)) {
      await person.continues();
      await person.errorSummary().waitFor();
      await see(`preinscription-${id}-refused`);
    }
    await person.fills(maelysInFull());
    await see(`preinscription-${id}-filled`);
    const own = person.page.getByRole('button', { name: person.words.text('draft.yes') });
    if (await own.isVisible()) {
      await person.taps(own);
      await person.reads(person.words.text('draft.on'));
      await see('draft-on');
    }
    await person.continues();
  }
  await person.seesTitle(person.words.text('check.title'));
  await see('preinscription-check');
  await person.unfoldsAnswersOf('contact');
  await see('preinscription-check-unfolded');
  await person.arrives();
  await person.reads(person.words.text('draft.resume_title'));
  await see('welcome-draft');
  await person.presses('draft.resume');
  await person.seesTitle(person.words.text('check.title'));
}

async function sharedTablet(person, line, see) {
  const { language } = person.words;
  await person.sharesTheDevice();
  if (language !== 'fr') await person.switchesLanguage(language);
  await see('tablet-welcome');
  await person.asksToBeCalledBack();
  await person.answers(maelysInFull());
  line.belongsToAPortal();
  await person.sends();
  await person.reads(person.words.text('shared.status_kept'));
  await see('tablet-sent-kept');
  await person.putsItDown();
  // Each new person sees French first.
  person.words = new Words('fr');
  if (language !== 'fr') await person.switchesLanguage(language);
  await person.opens('frame.tablet', person.words.text('tablet.title'));
  await person.page.getByLabel(person.words.text('tablet.code')).waitFor();
  await see('tablet-closed');
  await person.opensAsTheTeam();
  await person.reads(person.words.text('tablet.off_later'));
  await see('tablet-waiting');
  line.works();
  await person.triesNow();
  await person.page.getByRole('button', { name: person.words.text('tablet.turn_off') }).waitFor({ timeout: 60_000 });
  await see('tablet-empty');
}

async function sending(person, line, see) {
  line.belongsToAPortal();
  await person.sends();
  await person.reads(person.words.text('sent.status_kept'));
  await see('sent-kept');
  await person.unfoldsTheChain();
  await see('sent-kept-chain');
  await person.opensOutbox();
  await person.reads(person.words.text('outbox.waiting'));
  await see('outbox-waiting');
  await person.presses('outbox.give_up');
  await person.presses('outbox.give_up_not');
  await person.page.getByText(person.words.text('rescue.title')).click();
  await see('outbox-rescue');
  await person.opens('frame.device', person.words.text('device.title'));
  await see('device-waiting');
  await person.presses('device.erase');
  await person.reads(person.words.text('device.sure_one'));
  await see('device-sure');
  await person.goesBack();
  line.works();
  await person.triesNow();
  await person.number();
  await see('outbox-received');
  await person.goesBack();
  await person.reads(person.words.text('sent.status_received'));
  await see('sent-received');
  await person.unfoldsTheChain();
  await see('sent-received-chain');
  await person.page.getByText(person.words.text('sent.copy')).waitFor({ state: 'detached', timeout: 60_000 });
  await see('sent-confirmed');
  await person.follows('see.choices');
  await person.taps(person.option('opt_sms_reminders'));
  await person.reads(person.words.text('choices.noted'));
  await see('choices');
  await person.opensOutbox();
  await person.asksAbout({ right: 'access', first_name: 'Maëlys', usage_name: 'Benoît', phone: '06 39 98 41 27' });
  await person.sends();
  await person.receipt();
  await see('sent-right');
}
