//! The sentences of mails and fiches, from `content/mails`: each is a function here, with what it is given.
//!
//! A sentence that the files lack, or have too much, is a mistake of theirs; one that no code asks for is dead code.

use std::{path::Path, sync::Arc};

use content::{
    ContentError,
    sentences::{self, Asked, Sentence, Sentences},
};

macro_rules! mails {
    ($($(#[$documented:meta])* $file:ident: $words:ident { $($name:ident($($given:ident),*),)* })*) => {
        $(
            $(#[$documented])*
            pub(crate) struct $words { $($name: Sentence,)* }

            impl $words {
                const ASKED: Asked = Asked {
                    file: stringify!($file),
                    sentences: &[$((stringify!($name), &[$(stringify!($given)),*]),)*],
                };

                fn of(mut read: Sentences) -> Self {
                    Self { $($name: read.take(stringify!($name)),)* }
                }

                $(
                    pub(crate) fn $name(&self $(, $given: &str)*) -> String {
                        self.$name.with(&[$((stringify!($given), $given)),*])
                    }
                )*
            }
        )*

        /// Every sentence, by the file that it stands in.
        #[derive(Clone)]
        pub(crate) struct Mails { $(pub(crate) $file: Arc<$words>,)* }

        impl Mails {
            /// Every file, and what is asked of it.
            const ASKED: [Asked; [$(stringify!($file)),*].len()] = [$($words::ASKED),*];

            /// Reads and checks every file of the folder.
            ///
            /// # Errors
            ///
            /// Every mistake of the files, with its line, the sentence and what was expected.
            pub(crate) fn read(folder: &Path) -> Result<Self, ContentError> {
                let mut read = sentences::read(folder, &Self::ASKED)?.into_iter();
                // As many as were asked for.
                Ok(Self { $($file: Arc::new($words::of(read.next().unwrap_or_default())),)* })
            }
        }
    };
}

mails! {
    /// The mail of a registration or a callback request, and what its fiche repeats of it.
    registration: RegistrationWords {
        noun_registration(),
        noun_callback(),
        arrived_registration(),
        arrived_callback(),
        title(noun, number),
        subject(title, call_by, flags),
        flag_urgent(),
        flag_minor(),
        flag_morning(),
        flag_midday(),
        flag_afternoon(),
        flag_sms_first(),
        flag_outside(),
        call_before(day, hour),
        call_soon(),
        keep_one_day(),
        keep_days(count),
        moment(day, hour),
        password(),
        text(arrived, moment, number, call_by, password, days),
    }

    /// The list of calls of each day.
    calls: CallWords {
        subject_one(call_by),
        subject(count, call_by),
        subject_more(count, call_by),
        line(call_by, title, flags),
        line_on_its_way(call_by, title, flags),
        noun_closed(),
        more(count),
        text(until, list),
    }

    /// The list of fiches to erase of each week.
    erasure: ErasureWords {
        subject_one(days),
        subject(count, days),
        subject_more(count, days),
        line(number, day),
        more(count),
        text(days, list),
    }

    /// The list of rights requests of each month.
    register: RegisterWords {
        subject(open, closed),
        group_open(),
        group_closed(since),
        line_open(number, received, state, due_on, left),
        line_closed(number, received, state),
        next(),
        text(day, list, next),
    }

    /// The mails and the fiche of a rights request.
    rights: RightsWords {
        right_access(),
        right_rectification(),
        right_restriction(),
        right_objection(),
        right_withdrawal(),
        right_cancellation(),
        title(number),
        lead(),
        section(),
        row_right(),
        row_received(),
        row_due(),
        row_about(),
        row_notice(),
        about_none(),
        about_awaited(),
        about_proved(number),
        closing_register(code),
        closing_free(),
        subject(number, due_on),
        password(),
        text(day, hour, number, due_on, password, code),
        reminder_week_before(),
        reminder_due_day(),
        reminder_subject(number, when),
        reminder_text(number, when, due_on, code),
        change_subject(number, what),
        change_text(number, todo),
        cancelled_what(),
        cancelled_todo(),
        frozen_what(),
        frozen_todo(),
        stopped_what(),
        stopped_todo(),
        withdrawn_what(),
        withdrawn_todo(),
        lifted_what(),
        lifted_todo(),
    }

    /// The mails and fiches of an option that is chosen or taken back.
    options: OptionsWords {
        sms_reminders(),
        tell_partner(partner),
        tell_some_partner(),
        news(),
        subject(number),
        title(number),
        withdrawal_title(number),
        lead(),
        section(),
        row_about(),
        row_option(),
        row_choice(),
        row_made(),
        row_received(),
        row_notice(),
        row_request(),
        about_named(number),
        about_unproved(number),
        about_proved(number),
        about_awaited(),
        about_none(),
        chosen(),
        chosen_todo(),
        taken_back(),
        taken_back_todo(),
        chosen_awaited(),
        taken_back_awaited(),
        awaited_todo(),
        not_proved(),
        not_proved_todo(),
        asked_back(),
        asked_back_todo(),
        not_offered(),
        not_offered_todo(),
        no_partner(),
        no_partner_todo(),
        about(number),
        password(),
        text(day, hour, number, about, password),
    }

    /// The mail about a key that waits for its copy.
    keys: KeysWords {
        subject_in_use(),
        subject_waiting(from),
        in_use(),
        waiting(from),
        text(made_on, phones, key),
    }

    /// The answer to an access request.
    access: AccessWords {
        title(number),
        lead(),
        lead_elsewhere(),
        closing_contact(phone, officer_email),
        closing_complaint(),
        section_known(),
        row_written(),
        row_registration(),
        never_arrived(),
        row_number(),
        row_received(),
        row_delivered(),
        not_delivered(),
        row_content(),
        content_gone(at),
        content_kept(),
        section_beside(),
        row_filled(),
        row_language(),
        row_notice(),
        row_source(),
        row_shared_device(),
        shared_device_yes(),
        shared_device_no(),
        section_options(),
        yes(),
        no(),
        option(word, made_at, received_at, unproved),
        option_unproved(),
        section_steps(),
        step_again(step, at),
        step_welcome(step, at),
        section_openings(),
        opened_once(),
        opened_often(times),
        section_requests(),
        open(),
        closed(),
        request(right, at, state),
    }

    /// What `premier-accueil check` says.
    check: CheckWords {
        site(name, file),
        demo_site(name, file),
        hours(phone, hours),
        deadline(when),
        no_deadline(),
        territory(names),
        branch(name, phone, hours),
        branch_territory(name, names),
        neighbour(name, names),
        postal_code(code, name, served),
        closed(days),
        closed_before(days),
        no_territory(),
        no_communes(),
        app(folder),
        app_elsewhere(folder, name),
        database(file),
        no_database(file),
        no_tls(),
        open_fiches(),
        open_fiches_refuse(),
        open_password(),
        notices_refuse(),
        notices_unsigned(),
        blank_notice(file),
        other_notice(file),
        to_confirm(place),
        confirmed(),
        mail_folder(folder),
        mail_ready(server, mailbox),
        mail_failed(server, mailbox, code, reply),
        server_said(said),
        published(kind, domain, record),
        published_twice(kind, domain),
        no_spf(domain),
        no_dmarc(domain),
        dns_silent(kinds, domain),
        test_sent(mailbox, password),
        test_password(),
        test_failed(mailbox, code, reply),
        no_access(folder),
        same_address(address),
        desk(origin),
        desk_closed(),
        desk_missing(),
        desk_in_clear(),
        ready(),
        to_see(count),
        not_ready(count),
        test_subject(),
        test_text(),
        test_title(),
        test_lead(),
        test_section(),
        test_row(),
        test_value(),
    }

    /// What stands on fiches beside the answers.
    fiche: FicheWords {
        notice(notice, version, at, language, digest),
        french(),
        simple_french(),
        english(),
        spanish(),
        ukrainian(),
        arabic(),
        shared_device(),
        own_device(),
        yes(),
        no(),
        option(option, word, at),
        option_asked_back(option, at),
        answer_yes(),
        answer_no(),
        answer_earlier(),
        answer_abroad(),
        answer_one_name(),
        same_as_usage_name(),
        level_2019(level),
        simple_fiche(),
        simple_accents(),
        simple_signs(sign),
        simple_numbers(),
        simple_cut(cut),
        row(label, value),
        left_out(),
        row_call_by(),
        row_received(),
        row_filled(),
        section_person(),
        row_name(),
        row_phone(),
        row_slots(),
        row_age(),
        age(age),
        minor(),
        row_commune(),
        inside(),
        outside(),
        to_check(),
        row_said(),
        to_choose(),
        elsewhere(name),
        row_needs(),
        row_situation(),
        no_housing(),
        no_stable_address(),
        filled_in(language),
        section_sent(),
        row_option(),
        row_notice(),
        row_channel(),
        row_source(),
        not_verified(),
    }
}

#[cfg(test)]
impl Mails {
    /// Those of the repository.
    pub(crate) fn ours() -> anyhow::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/mails");
        Ok(Self::read(&folder)?)
    }

    /// Every sentence of the repository, with its name in the place of each thing that it is given.
    pub(crate) fn sentences() -> anyhow::Result<Vec<String>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/mails");
        let mut all = Vec::new();
        for (mut read, asked) in sentences::read(&folder, &Self::ASKED)?
            .into_iter()
            .zip(Self::ASKED)
        {
            for (name, given) in asked.sentences {
                let given: Vec<(&str, &str)> = given.iter().map(|name| (*name, *name)).collect();
                all.push(read.take(name).with(&given));
            }
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests;
