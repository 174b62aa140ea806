//! The steps that an officer can take with a request now, each a form; what is not allowed is not offered.
//!
//! What nothing brings back stands in a `<details>`, and for some minutes after a passkey was shown alone.

use domain::rights::{Action, Right, State};
use maud::{Markup, html};

use super::{
    path,
    request::{Told, seen},
    write::is_grave,
};
use crate::{
    desk::{entrance, forms::FormId, page, problem::DeskProblem, time::Now},
    rights::{MAX_WORDS, RequestFile},
    store::{PersonId, SignedIn},
};

/// What a step is called, on its button and where it could not be written.
pub(super) fn label(action: Action) -> &'static str {
    match action {
        Action::Start => "Prendre en main",
        Action::AskIdentity => "Noter que l’identité est demandée",
        Action::Apply => "Désigner la préinscription",
        Action::WriteAnswer => "Écrire la réponse",
        Action::Extend => "Prolonger de deux mois",
        Action::Lift => "Lever ce que la demande retient",
        Action::Answer => "Clore\u{a0}: répondue",
        Action::Refuse => "Clore\u{a0}: refusée",
    }
}

/// When a step is taken, and what follows from it.
fn explained(action: Action, asked: Right) -> &'static str {
    match action {
        Action::Start => "La demande est alors en cours, à votre nom.",
        Action::AskIdentity => {
            "Quand vous avez demandé à la personne qui elle est (article 12.6). L’échéance reste."
        }
        Action::Apply if asked == Right::Cancellation => {
            "Le contenu de la préinscription est effacé, et ne revient pas. Seulement quand vous savez que la personne qui \
             demande est celle qui s’est inscrite."
        }
        Action::Apply => {
            "La demande y est appliquée. Seulement quand vous savez que la personne qui demande est celle qui s’est inscrite."
        }
        Action::WriteAnswer => {
            "Tout ce qui est gardé de la préinscription, à remettre à la personne seule\u{a0}: un PDF à lire, un JSON à garder."
        }
        Action::Extend => {
            "Une seule fois, pendant le premier mois, une fois la raison dite à la personne (article 12.3)."
        }
        Action::Lift => "Une fois la personne prévenue (article 18.3).",
        Action::Answer => {
            "C’est fait, et la réponse est donnée à la personne. Une demande close ne se rouvre pas."
        }
        Action::Refuse => {
            "Ce n’est pas fait, et la personne sait pourquoi, et qu’elle peut saisir la CNIL ou un tribunal (article 12.4). Ce \
             que la demande retenait est libéré. Une demande close ne se rouvre pas."
        }
    }
}

/// The order in which an officer comes to them.
const IN_ORDER: [Action; 8] = [
    Action::Start,
    Action::Apply,
    Action::AskIdentity,
    Action::WriteAnswer,
    Action::Answer,
    Action::Extend,
    Action::Lift,
    Action::Refuse,
];

/// Every step that is allowed.
pub(super) fn steps(
    signed_in: &SignedIn,
    file: &RequestFile,
    allowed: &[Action],
    told: &Told<'_>,
    now: &Now,
) -> Result<Markup, DeskProblem> {
    let forms = Forms {
        person: signed_in.person.id,
        file,
        told,
    };
    let has_shown = page::has_shown_passkey(signed_in, now.at);
    let asked = file.request.asked;
    let is_open_now =
        |action: Action| has_shown || forms.is_refused(action) || !is_grave(action, asked);
    let is_offered =
        |action: &Action| allowed.contains(action) && forms.is_of_use(*action, signed_in);
    let offered: Vec<Action> = IN_ORDER.into_iter().filter(is_offered).collect();
    let (given, withheld): (Vec<Action>, Vec<Action>) =
        offered.into_iter().partition(|action| is_open_now(*action));
    Ok(html! {
        section aria-labelledby="suite" {
            h2 #suite { "La suite" }
            @if given.is_empty() && withheld.is_empty() { p.note { "Il n’y a plus rien à faire avec cette demande." } }
            @for action in given { (forms.panel(action)?) }
            @if !withheld.is_empty() {
                div.panel {
                    p {
                        @for action in &withheld { strong { (label(*action)) } ". " }
                        "Montrez d’abord votre clé\u{a0}: cela ne se reprend pas."
                    }
                    (entrance::button("Confirmer avec ma clé d’accès", &path(&file.request.reference)))
                }
            }
        }
    })
}

struct Forms<'a> {
    /// Whose page it is.
    person: PersonId,
    file: &'a RequestFile,
    told: &'a Told<'a>,
}

impl Forms<'_> {
    /// Whether the form of that step was just refused: it stands open, with what was typed.
    fn is_refused(&self, action: Action) -> bool {
        let typed = self.told.refused.map(|(_, form)| form.action());
        typed == Some(Some(action))
    }

    /// To take in hand what one has in hand already would note nothing new.
    fn is_of_use(&self, action: Action, signed_in: &SignedIn) -> bool {
        let started = self.file.steps.iter().rev();
        let mut started = started.filter(|step| step.step == Action::Start.code());
        let is_mine = started
            .next()
            .is_some_and(|step| step.done_by == signed_in.person.name);
        action != Action::Start || self.file.request.state == State::Received || !is_mine
    }

    fn panel(&self, action: Action) -> Result<Markup, DeskProblem> {
        let request = &self.file.request;
        let is_first = action == Action::Start && request.state == State::Received;
        Ok(html! {
            @if is_first {
                div.panel {
                    p { (explained(action, request.asked)) }
                    (self.form(action)?)
                }
            } @else if action == Action::WriteAnswer {
                details.panel open {
                    summary { h2 { (label(action)) } }
                    p { (explained(action, request.asked)) }
                    (self.answer()?)
                }
            } @else {
                details.panel open[self.is_refused(action)] {
                    summary { h2 { (label(action)) } }
                    p { (explained(action, request.asked)) }
                    (self.form(action)?)
                }
            }
        })
    }

    fn form(&self, action: Action) -> Result<Markup, DeskProblem> {
        let class = match action {
            Action::Start => "main",
            Action::Refuse => "danger",
            _ if is_grave(action, self.file.request.asked) => "danger",
            _ => "",
        };
        Ok(html! {
            form.stacked method="post" action={ (path(&self.file.request.reference)) "/etapes" } {
                input type="hidden" name="vu" value=(seen(self.file));
                input type="hidden" name="envoi" value=(FormId::draw(self.person)?);
                @if action == Action::Apply { (self.registration()) }
                @if action.needs_reason() { (self.reason(action)) }
                button.(class) name="acte" value=(action.code()) { (label(action)) }
            }
        })
    }

    fn reason(&self, action: Action) -> Markup {
        let (id, is_refused) = (action.code(), self.is_refused(action));
        let typed = self.told.refused.filter(|_| is_refused);
        html! {
            label for=(id) { "Raison, sans nom ni réponse de la personne" }
            input id=(id) name="raison" required maxlength=(MAX_WORDS) autocomplete="off"
                aria-invalid=[is_refused.then_some("true")] aria-describedby=[is_refused.then_some("refus")]
                value=(typed.map_or("", |(_, form)| form.raison.as_str()));
        }
    }

    /// The number that is named without a proof is proposed; the officer decides.
    fn registration(&self) -> Markup {
        let is_refused = self.is_refused(Action::Apply);
        let typed = self.told.refused.filter(|_| is_refused);
        let target = self.file.target.as_ref();
        let named = target.filter(|target| !target.is_rights_request);
        let named = named.map(|target| target.reference.spaced());
        let value = typed.map(|(_, form)| form.preinscription.clone());
        html! {
            label for="preinscription" { "Numéro de la préinscription, comme KT4-HW7-PX" }
            input #preinscription name="preinscription" required autocomplete="off" spellcheck="false"
                aria-invalid=[is_refused.then_some("true")] aria-describedby=[is_refused.then_some("refus")]
                value=(value.or(named).unwrap_or_default());
        }
    }

    /// Both files by one form: they are one step.
    fn answer(&self) -> Result<Markup, DeskProblem> {
        let base = path(&self.file.request.reference);
        Ok(html! {
            form.choices method="post" action={ (base) "/reponse.pdf" } {
                input type="hidden" name="envoi" value=(FormId::draw(self.person)?);
                button { "Télécharger le PDF" }
                button formaction={ (base) "/reponse.json" } { "Télécharger le JSON" }
            }
        })
    }
}
