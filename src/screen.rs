//! The screens, and the path of each: an enum over the History API, no router.

use domain::{parts::Part, paths, submission::MessageKind};

/// What the person looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// What this is, who reads the answers, how to start.
    Welcome,
    /// One page of questions.
    Section {
        /// Which form.
        form: MessageKind,
        /// Which section of it.
        section: String,
    },
    /// Everything answered, before sending.
    CheckAnswers {
        /// Which form.
        form: MessageKind,
    },
    /// Just sent: where it is, what comes next.
    Sent,
    /// Everything sent from this phone.
    Outbox,
    /// The options, chosen and taken back.
    Choices,
    /// What is kept on this phone, and how to erase it.
    Device,
    /// The device that passes from hand to hand.
    Tablet,
    /// A notice or a page of the content, by its name.
    Text(&'static str),
    /// Too young or too old for this: where to go instead.
    Elsewhere,
    /// No such page.
    NotFound,
}

impl Screen {
    /// The screen at a path.
    pub fn at(path: &str) -> Self {
        match path {
            paths::WELCOME => Self::Welcome,
            paths::SENT => Self::Sent,
            paths::OUTBOX => Self::Outbox,
            paths::CHOICES => Self::Choices,
            paths::DEVICE => Self::Device,
            paths::TABLET => Self::Tablet,
            paths::ELSEWHERE => Self::Elsewhere,
            _ => match (paths::text_of(path), paths::section_of(path)) {
                (Some(text), _) => Self::Text(text),
                (None, Some((questionnaire, section))) => Self::in_form(questionnaire, section),
                // As links are shared: with a full stop at the end, in capitals, by the form's name alone.
                (None, None) => match (paths::form_of(path), paths::as_shared(path)) {
                    (Some(form), _) => Self::in_form(form, ""),
                    (None, Some(page)) => Self::at(&page),
                    (None, None) => Self::NotFound,
                },
            },
        }
    }

    fn in_form(questionnaire: &str, section: &str) -> Self {
        let of_form = |kind: &MessageKind| kind.questionnaire() == questionnaire;
        match MessageKind::FORMS.into_iter().find(of_form) {
            None => Self::NotFound,
            Some(form) if section == paths::CHECK => Self::CheckAnswers { form },
            Some(form) => Self::Section {
                form,
                section: section.to_owned(),
            },
        }
    }

    /// The path of a screen.
    pub fn path(&self) -> String {
        let in_form =
            |form: MessageKind, section: &str| ["/", form.questionnaire(), "/", section].concat();
        match self {
            Self::Section { form, section } => return in_form(*form, section),
            Self::CheckAnswers { form } => return in_form(*form, paths::CHECK),
            Self::Sent => paths::SENT,
            Self::Outbox => paths::OUTBOX,
            Self::Choices => paths::CHOICES,
            Self::Device => paths::DEVICE,
            Self::Tablet => paths::TABLET,
            Self::Text(name) => {
                let mut texts = paths::TEXTS.iter();
                texts
                    .find(|text| text.1 == *name)
                    .map_or(paths::WELCOME, |text| text.0)
            }
            Self::Elsewhere => paths::ELSEWHERE,
            Self::Welcome | Self::NotFound => paths::WELCOME,
        }
        .to_owned()
    }

    /// What is shown for it now: with nothing just sent, the list, which says the same of every sending; while a draft
    /// is offered, the first screen, which offers it.
    #[must_use]
    pub fn as_things_stand(
        self,
        is_just_sent: bool,
        is_shared_device: bool,
        is_draft_offered: bool,
    ) -> Self {
        let shown = match self {
            Self::Sent if !is_just_sent => Self::Outbox,
            // What is answered there would take the place of what was answered before.
            page if is_draft_offered && page.is_of_registration() => Self::Welcome,
            other => other,
        };
        if is_shared_device {
            shown.on_shared_device()
        } else {
            shown
        }
    }

    /// What is shown in its place on a device that passes from hand to hand.
    ///
    /// Nobody meets there what others sent: one page says how much waits, and no more.
    #[must_use]
    pub fn on_shared_device(self) -> Self {
        match self {
            Self::Outbox | Self::Choices | Self::Device => Self::Tablet,
            other => other,
        }
    }

    /// Whether it is a page of a registration, long or short.
    pub fn is_of_registration(&self) -> bool {
        self.form()
            .is_some_and(|form| form != MessageKind::RightsRequest)
    }

    /// The form that it is a page of.
    pub fn form(&self) -> Option<MessageKind> {
        match self {
            Self::Section { form, .. } | Self::CheckAnswers { form } => Some(*form),
            _ => None,
        }
    }

    /// With which part of the code, or of the words, it comes.
    pub fn part(&self) -> Part {
        match self {
            Self::Section { form, .. } | Self::CheckAnswers { form }
                if *form == MessageKind::RightsRequest =>
            {
                Part::Rest
            }
            Self::Welcome | Self::Section { .. } => Part::First,
            Self::CheckAnswers { .. }
            | Self::Sent
            | Self::Outbox
            | Self::Elsewhere
            | Self::NotFound => Part::Late,
            Self::Choices | Self::Device | Self::Tablet | Self::Text(_) => Part::Rest,
        }
    }
}

/// The notice that is shown before anything is sent.
pub const NOTICE: &str = domain::notice::BEFORE_SENDING;

#[cfg(test)]
mod tests {
    use super::*;

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
}
