//! Which hints the real questionnaire shows, and where.

use domain::{bundle::Bundle, submission::MessageKind};

use super::*;
use crate::testing::{LINA, answered, french};

fn form(bundle: &Bundle) -> &Form {
    let form = bundle.form(MessageKind::Registration.questionnaire());
    form.unwrap_or_else(|| panic!("the form"))
}

/// The page that asks a question.
fn page_of<'f>(form: &'f Form, question: &str) -> &'f Section {
    let mut sections = form.questionnaire.sections.iter();
    let section = sections.find(|section| section.questions.iter().any(|it| it.id == question));
    section.unwrap_or_else(|| panic!("{question} is asked"))
}

#[test]
fn a_minor_is_told_that_parents_may_answer_where_the_number_is_asked() {
    let bundle = french();
    let form = form(&bundle);
    let answers = answered(form, &LINA);
    let day = |day: &str| day.parse().unwrap_or_else(|_| panic!("a day"));
    let told = |question: &str, today: &str| {
        calls_a_minor(form, page_of(form, question), &answers, day(today))
    };
    assert!(told("phone", "2025-05-13"), "seventeen until tomorrow");
    assert!(!told("phone", "2025-05-14"));
    assert!(
        !told("current_situation", "2025-05-13"),
        "no number is asked there"
    );
    assert!(
        told("birth_date", "2025-05-13"),
        "the number was asked before"
    );
    let mut aged = answers.clone();
    aged.set("phone", "");
    assert!(
        !calls_a_minor(form, page_of(form, "birth_date"), &aged, day("2025-05-13")),
        "the number will be asked later"
    );
    let unknown = Answers::default();
    assert!(!calls_a_minor(
        form,
        page_of(form, "phone"),
        &unknown,
        day("2025-05-13")
    ));
}

#[test]
fn answers_may_be_kept_from_the_page_after_the_name_on() {
    let bundle = french();
    let form = form(&bundle);
    let sections = &form.questionnaire.sections;
    let name = page_of(form, "first_name");
    let after = sections
        .iter()
        .skip_while(|one| !ptr::eq(*one, name))
        .skip(1);
    assert!(!follows_the_name(form, name));
    assert!(after.clone().count() > 0);
    for section in after {
        assert!(follows_the_name(form, section), "{}", section.id);
    }
}

#[test]
fn dates_count_time_and_names_do_not() {
    let bundle = french();
    let form = form(&bundle);
    assert!(counts_time(page_of(form, "birth_date")));
    assert!(!counts_time(page_of(form, "address_line")));
}

#[test]
fn initials_that_are_shown_lead_to_the_page_of_words() {
    let bundle = french();
    let (mut site, _) = crate::testing::site();
    let form = form(&bundle);
    let with: Vec<&Section> = form
        .questionnaire
        .sections
        .iter()
        .filter(|section| has_initials(form, section, &site))
        .collect();
    let housing = page_of(form, "housing");
    assert!(with.iter().any(|section| ptr::eq(*section, housing)));
    assert!(!has_initials(form, page_of(form, "birth_date"), &site));
    let phone = page_of(form, "contact_slots");
    assert!(!has_initials(form, phone, &site), "no SMS here");
    site.sms = true;
    assert!(has_initials(form, phone, &site));
}

#[test]
fn the_doors_say_two_minutes_and_six_and_each_page_less_than_the_one_before() {
    let bundle = french();
    for (id, minutes) in [("etre-rappele", 2), ("preinscription", 6)] {
        let form = bundle.form(id).unwrap_or_else(|| panic!("the form"));
        let journey = Journey::new(&form.questionnaire, &Answers::default());
        assert_eq!(minutes_left(&journey, 0), minutes, "{id}");
        let left: Vec<usize> = (0..=journey.steps.len())
            .map(|place| minutes_left(&journey, place))
            .collect();
        assert!(
            left.is_sorted_by(|before, after| before >= after),
            "{left:?}"
        );
        assert_eq!(left.last(), Some(&1));
    }
}
