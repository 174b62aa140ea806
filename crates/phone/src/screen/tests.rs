//! Paths of screens, and what is shown in the place of some.

use super::*;
use crate::testing::{LINA, answered, french};

#[test]
fn every_page_of_the_table_is_a_screen_with_that_path() {
    let forms = [
        "/preinscription/toi",
        "/etre-rappele/verifier",
        "/droits/demande",
    ];
    let texts = paths::TEXTS.map(|(path, _)| path);
    for path in paths::PAGES.iter().chain(&texts).chain(&forms) {
        assert_eq!(Screen::at(path).path(), *path);
    }
    assert_eq!(Screen::at("/v1/site"), Screen::NotFound);
    for (path, page) in [
        ("/Mes-Envois/", "/mes-envois"),
        ("/etre-rappele/toi%20.", "/etre-rappele/toi"),
        ("//", "/"),
    ] {
        assert_eq!(Screen::at(path).path(), page);
    }
}

#[test]
fn a_draft_that_is_offered_is_offered_wherever_it_could_be_lost() {
    let shown = |path: &str| Screen::at(path).as_things_stand(false, false, true).path();
    for path in ["/preinscription/toi", "/etre-rappele/verifier"] {
        assert_eq!(shown(path), paths::WELCOME);
    }
    for path in ["/droits/demande", "/mes-envois"] {
        assert_eq!(shown(path), path);
    }
}

#[test]
fn what_was_just_sent_is_shown_until_something_else_is() {
    let sent = |is_just_sent, shared| Screen::Sent.as_things_stand(is_just_sent, shared, false);
    assert_eq!(sent(true, false), Screen::Sent);
    assert_eq!(sent(true, true), Screen::Sent);
    assert_eq!(sent(false, false), Screen::Outbox);
    assert_eq!(
        sent(false, true),
        Screen::Tablet,
        "nobody meets what others sent"
    );
}

#[test]
fn a_form_that_is_met_in_the_middle_begins_at_its_first_page() {
    let bundle = french();
    let kind = MessageKind::Registration;
    let form = bundle.form(kind.questionnaire());
    let first = Screen::first_of(kind, form);
    let check = Screen::CheckAnswers { form: kind };
    let linked = Met {
        form,
        is_sent: false,
        is_answered: false,
        is_reloaded: false,
    };
    let reloaded = Met {
        is_reloaded: true,
        ..linked
    };
    let said = |said| (first.clone(), said);
    assert_eq!(
        check.clone().as_met(linked),
        said(Some(key!("section.from_middle")))
    );
    assert_eq!(
        check.clone().as_met(reloaded),
        said(Some(key!("section.reloaded")))
    );
    assert_eq!(first.clone().as_met(reloaded), said(None));
    assert_eq!(Screen::at("/preinscription").as_met(linked), said(None));
    let unknown = Screen::at("/preinscription/no-such-page");
    assert_eq!(unknown.clone().as_met(linked), (unknown, None));
}

#[test]
fn a_page_of_a_form_is_met_as_it_is_once_something_is_answered_and_not_after_sending() {
    let bundle = french();
    let kind = MessageKind::Registration;
    let check = Screen::CheckAnswers { form: kind };
    let answered = Met {
        form: bundle.form(kind.questionnaire()),
        is_sent: false,
        is_answered: true,
        is_reloaded: true,
    };
    assert_eq!(check.clone().as_met(answered), (check.clone(), None));
    let without_words = Met {
        form: None,
        is_answered: false,
        ..answered
    };
    assert_eq!(check.clone().as_met(without_words), (check.clone(), None));
    let sent = Met {
        is_sent: true,
        ..answered
    };
    assert_eq!(check.as_met(sent), (Screen::Sent, None));
    assert_eq!(Screen::Outbox.as_met(sent), (Screen::Outbox, None));
}

#[test]
fn continue_leads_through_the_form_and_back_to_what_is_checked() {
    let bundle = french();
    let kind = MessageKind::Registration;
    let form = bundle.form(kind.questionnaire());
    let form = form.unwrap_or_else(|| panic!("the form"));
    let answers = answered(form, &LINA);
    let check = Screen::CheckAnswers { form: kind };
    let mut screen = Screen::first_of(kind, Some(form));
    let mut pages = 0;
    while let Screen::Section { section, .. } = &screen {
        let changed = Screen::after(kind, form, section, &answers, true);
        assert_eq!(changed, check, "one thing was changed in {section}");
        screen = Screen::after(kind, form, section, &answers, false);
        pages += 1;
    }
    let asked = Journey::new(&form.questionnaire, &answers).steps.len();
    assert_eq!((screen, pages), (check, asked));
}

#[test]
fn a_question_has_its_page_where_it_is_asked() {
    let bundle = french();
    let kind = MessageKind::Registration;
    let form = bundle.form(kind.questionnaire());
    let form = form.unwrap_or_else(|| panic!("the form"));
    let page = |question: &str| Screen::that_asks(question, kind, form, &answered(form, &LINA));
    assert_eq!(page("needs"), Some(Screen::first_of(kind, Some(form))));
    let toi = Screen::at("/preinscription/toi");
    assert_eq!(page("birth_date"), Some(toi));
    assert_eq!(page("no_such_question"), None);
}

#[test]
fn back_leads_to_the_page_before_and_from_the_first_one_to_the_first_screen() {
    let bundle = french();
    let kind = MessageKind::CallbackRequest;
    let form = bundle.form(kind.questionnaire());
    let form = form.unwrap_or_else(|| panic!("the form"));
    let answers = answered(form, &LINA);
    let before = |section: &str| Screen::before(kind, form, section, &answers).path();
    assert_eq!(before("contact"), "/");
    assert_eq!(before("toi"), "/etre-rappele/contact");
    assert_eq!(before(paths::CHECK), "/etre-rappele/toi");
}
