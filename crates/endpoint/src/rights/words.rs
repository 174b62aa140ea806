//! The register's codes as an officer reads them, and commands with the number in them.

use domain::{
    reference::Reference,
    rights::{Action, Effect, OwnAct, State},
    time::Date,
};

use crate::{french, store::StepRow};

pub(super) fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Cancelled => "annulation",
        Effect::Frozen => "limitation",
        Effect::Stopped => "arrêt",
    }
}

/// The effect of that code, as the journal has it.
pub(crate) fn effect_coded(code: &str) -> &str {
    let named = Effect::ALL.into_iter().find(|effect| effect.code() == code);
    match named {
        Some(named) => effect(named),
        None => code,
    }
}

/// What was done, by the code of the trace; the code itself where a later release has written it.
pub(crate) fn step(code: &str) -> &str {
    let action = Action::ALL.into_iter().find(|one| one.code() == code);
    let outcome = OwnAct::ALL.into_iter().find(|one| one.code() == code);
    match (action, outcome) {
        (Some(action), _) => by_officer(action),
        (_, Some(outcome)) => by_itself(outcome),
        (None, None) => code,
    }
}

fn by_officer(action: Action) -> &'static str {
    match action {
        Action::Start => "prise en main",
        Action::AskIdentity => "identité demandée",
        Action::Apply => "préinscription désignée",
        Action::WriteAnswer => "réponse écrite",
        Action::Extend => "prolongée",
        Action::Lift => "levée",
        Action::Answer => "close, répondue",
        Action::Refuse => "close, refusée",
    }
}

fn by_itself(outcome: OwnAct) -> &'static str {
    match outcome {
        OwnAct::Received => "reçue",
        OwnAct::AskedAgain => "déjà demandé",
        OwnAct::Told => "prévenu",
        OwnAct::Applied => "appliquée",
        OwnAct::BeingMailed => "appliquée, fiche en route",
        OwnAct::AlreadyGone => "contenu déjà effacé",
        OwnAct::AlreadyDone => "déjà fait",
        OwnAct::NotArrived => "pas encore arrivée",
        OwnAct::WaitsForOfficer => "attend une décision",
        OwnAct::NotProved => "pas prouvée",
        OwnAct::NotARegistration => "pas une préinscription",
        OwnAct::Redated => "redatée",
    }
}

/// By which way a request came that was entered by hand, from its code.
pub(super) fn channel(code: &str) -> &str {
    match code {
        "phone" => "par téléphone",
        "letter" => "par courrier",
        "desk" => "à l’accueil",
        "journal" => "par le journal",
        other => other,
    }
}

/// What stands with a step: a reason in somebody's own words, or a day, a number, a way in ours.
pub(crate) fn reason(row: &StepRow) -> String {
    let reason = row.reason.as_deref().unwrap_or_default();
    if row.step == OwnAct::Received.code() {
        return channel(reason).to_owned();
    }
    let day = reason.parse::<Date>().ok().map(french::slashed);
    let number = reason.parse::<Reference>().ok().map(|it| it.spaced());
    match &row.step {
        step if *step == OwnAct::Redated.code() => day.unwrap_or_else(|| reason.to_owned()),
        step if [OwnAct::AskedAgain, OwnAct::AlreadyDone]
            .map(OwnAct::code)
            .contains(&step.as_str()) =>
        {
            number.unwrap_or_else(|| reason.to_owned())
        }
        _ => reason.to_owned(),
    }
}

/// A command of the register, ready to paste. Without a name it asks for one: three points are nobody's.
pub(super) fn command(verb: &str, number: &Reference, more: &str, by: Option<&str>) -> String {
    let space = if more.is_empty() { "" } else { " " };
    // Between single quotes the shell takes every sign but their own.
    let by = by.unwrap_or("…").replace('\'', "'\\''");
    format!(
        "premier-accueil rights {verb} {}{space}{more} --by '{by}'",
        number.spaced()
    )
}

/// What is to be done next with a request in that state; nothing once it is closed.
pub(super) fn next(state: State, number: &Reference, by: Option<&str>) -> Option<String> {
    match state {
        State::Received => Some(command("start", number, "", by)),
        State::InProgress | State::Extended => Some(command("close", number, "--answered", by)),
        State::Answered | State::Refused => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_trace_has_its_words() {
        let actions = Action::ALL.into_iter().map(Action::code);
        let outcomes = OwnAct::ALL.into_iter().map(OwnAct::code);
        for code in actions.chain(outcomes) {
            assert_ne!(step(code), code);
        }
        assert_eq!(step("of_a_later_release"), "of_a_later_release");
        assert_eq!(effect_coded("frozen"), "limitation");
    }

    #[test]
    fn a_command_can_be_pasted_whatever_the_name() {
        let Ok(number) = "KT4HW7PX".parse() else {
            panic!("a number")
        };
        assert_eq!(
            command("start", &number, "", Some("Ada d'Or")),
            "premier-accueil rights start KT4-HW7-PX --by 'Ada d'\\''Or'"
        );
        assert_eq!(
            next(State::InProgress, &number, None).as_deref(),
            Some("premier-accueil rights close KT4-HW7-PX --answered --by '…'")
        );
        assert_eq!(next(State::Refused, &number, None), None);
    }
}
