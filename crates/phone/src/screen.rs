//! Screens: an enum with the path of each, and which is shown as things stand. No router.

use domain::{
    answers::Answers, bundle::Form, content_parts::ContentPart, journey::Journey, paths,
    submission::MessageKind, texts::TextKey,
};

/// What the person looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// What this is, by when somebody calls, two doors.
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

    /// The first page of questions of a form; none where its words are not here.
    pub fn first_of(kind: MessageKind, form: Option<&Form>) -> Self {
        let first = form.and_then(|form| form.questionnaire.sections.first());
        first.map_or(Self::NotFound, |section| Self::Section {
            form: kind,
            section: section.id.clone(),
        })
    }

    /// Where "continue" leads from a page of a form: to the next one, or to all that is answered; there at once where the
    /// person came from it to change one thing.
    pub fn after(
        kind: MessageKind,
        form: &Form,
        section: &str,
        answers: &Answers,
        is_changing: bool,
    ) -> Self {
        let journey = Journey::new(&form.questionnaire, answers);
        let place = journey.position(section);
        let next = journey.steps.get(place.map_or(0, |place| place + 1));
        match next {
            Some(step) if !is_changing => Self::Section {
                form: kind,
                section: step.section.id.clone(),
            },
            _ => Self::CheckAnswers { form: kind },
        }
    }

    /// Where "back" leads from a page of a form, where nothing was shown before it: to the page before, or to the first screen.
    pub fn before(kind: MessageKind, form: &Form, section: &str, answers: &Answers) -> Self {
        let journey = Journey::new(&form.questionnaire, answers);
        // Of the check page it is the last one.
        let place = journey.position(section).unwrap_or(journey.steps.len());
        let before = place
            .checked_sub(1)
            .and_then(|place| journey.steps.get(place));
        before.map_or(Self::Welcome, |step| Self::Section {
            form: kind,
            section: step.section.id.clone(),
        })
    }

    /// The page of a form that asks a question, as things are answered.
    pub fn that_asks(
        question: &str,
        kind: MessageKind,
        form: &Form,
        answers: &Answers,
    ) -> Option<Self> {
        let journey = Journey::new(&form.questionnaire, answers);
        let section = journey.step_of(question)?.section.id.clone();
        Some(Self::Section {
            form: kind,
            section,
        })
    }

    /// What is shown in the place of a page of a form, and the key of a sentence about it: that it was sent, where it was;
    /// the first page, where one in the middle is met without answers.
    #[must_use]
    pub fn as_met(self, met: Met<'_>) -> (Self, Option<TextKey>) {
        let Some(kind) = self.form() else {
            return (self, None);
        };
        if met.is_sent {
            return (Self::Sent, None);
        }
        let first = Self::first_of(kind, met.form);
        if first == Self::NotFound || met.is_answered || self == first {
            return (self, None);
        }
        let has_section = |id: &str| {
            let sections = met.form.map(|form| &form.questionnaire.sections);
            sections.is_some_and(|sections| sections.iter().any(|section| section.id == id))
        };
        match &self {
            // The form by its name alone.
            Self::Section { section, .. } if section.is_empty() => (first, None),
            Self::Section { section, .. } if !has_section(section) => (self, None),
            _ if met.is_reloaded => (first, Some(key!("section.reloaded"))),
            _ => (first, Some(key!("section.from_middle"))),
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

    /// The part of the words that it needs.
    pub fn part(&self) -> ContentPart {
        match self {
            Self::Choices | Self::Device | Self::Tablet | Self::Elsewhere | Self::Text(_) => {
                ContentPart::Rest
            }
            page if page.form() == Some(MessageKind::RightsRequest) => ContentPart::Rest,
            _ => ContentPart::First,
        }
    }
}

/// How a page of a form is met.
#[derive(Clone, Copy)]
pub struct Met<'a> {
    /// The form, where its words are here.
    pub form: Option<&'a Form>,
    /// Whether its place in the history is before that of what was sent.
    pub is_sent: bool,
    /// Whether something is answered.
    pub is_answered: bool,
    /// Whether the page was turned to before, and is loaded anew. A link has no place in the history.
    pub is_reloaded: bool,
}

/// The notice that is shown before anything is sent.
pub const NOTICE: &str = domain::notice::BEFORE_SENDING;

#[cfg(test)]
mod tests;
