//! The screens, and the path of each: an enum over the History API, no router.

use domain::{paths, submission::MessageKind};

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
    /// Who reads the answers, why, how long, which rights.
    Notice,
    /// Too young or too old for this: where to go instead.
    Elsewhere,
    /// The accessibility declaration.
    Accessibility,
    /// Licences and sources.
    Credits,
    /// No such page.
    NotFound,
}

impl Screen {
    /// The screen at a path.
    pub fn at(path: &str) -> Self {
        match path {
            paths::WELCOME => Self::Welcome,
            paths::CHECK_ANSWERS => Self::CheckAnswers {
                form: MessageKind::Registration,
            },
            paths::CHECK_CALLBACK => Self::CheckAnswers {
                form: MessageKind::CallbackRequest,
            },
            paths::SENT => Self::Sent,
            paths::OUTBOX => Self::Outbox,
            paths::NOTICE => Self::Notice,
            paths::ELSEWHERE => Self::Elsewhere,
            paths::ACCESSIBILITY => Self::Accessibility,
            paths::CREDITS => Self::Credits,
            _ => paths::section_of(path).map_or(Self::NotFound, |(questionnaire, section)| {
                let of_form = |kind: &MessageKind| kind.questionnaire() == questionnaire;
                let form = MessageKind::FORMS.into_iter().find(of_form);
                form.map_or(Self::NotFound, |form| Self::Section {
                    form,
                    section: section.to_owned(),
                })
            }),
        }
    }

    /// The path of a screen.
    pub fn path(&self) -> String {
        match self {
            Self::Section { form, section } => {
                let mut path = String::from("/");
                path.push_str(form.questionnaire());
                path.push('/');
                path.push_str(section);
                return path;
            }
            Self::CheckAnswers {
                form: MessageKind::Registration,
            } => paths::CHECK_ANSWERS,
            Self::CheckAnswers {
                form: MessageKind::CallbackRequest,
            } => paths::CHECK_CALLBACK,
            Self::CheckAnswers {
                form: MessageKind::RightsRequest,
            } => paths::CHECK_RIGHTS,
            Self::Sent => paths::SENT,
            Self::Outbox => paths::OUTBOX,
            Self::Notice => paths::NOTICE,
            Self::Elsewhere => paths::ELSEWHERE,
            Self::Accessibility => paths::ACCESSIBILITY,
            Self::Credits => paths::CREDITS,
            Self::Welcome
            | Self::NotFound
            // An option choice has no pages.
            | Self::CheckAnswers {
                form: MessageKind::OptionChoice,
            } => paths::WELCOME,
        }
        .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_table_is_a_screen_with_that_path() {
        let sections = ["/preinscription/toi", "/etre-rappele/contact"];
        for path in paths::PAGES.iter().chain(&sections) {
            assert_eq!(Screen::at(path).path(), *path);
        }
        assert_eq!(Screen::at("/v1/site"), Screen::NotFound);
    }
}
