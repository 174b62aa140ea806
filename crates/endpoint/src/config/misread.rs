//! What is wrong with a command line, said in French; the help and the version, where those were asked for.

use std::{error::Error as _, fmt};

use clap::{
    CommandFactory, Error,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::CommandLine;

/// Why there is nothing to do: something typed is wrong, or the help or the version was asked for.
#[derive(Debug)]
pub struct Misread(Error);

impl std::error::Error for Misread {}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The help, whether it was asked for or is the answer to half a command; the version.
        let is_help = self.0.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
        if self.is_answer() || is_help {
            return write!(f, "{}", self.0.render());
        }
        writeln!(f, "premier-accueil: {}", self.sentence())?;
        if let Some(similar) = SIMILAR.into_iter().find_map(|kind| self.said(kind)) {
            writeln!(f, "Peut-être « {similar} » ?")?;
        }
        if let Some(usage) = self.said(ContextKind::Usage) {
            let usage = without_settings(usage.trim_start_matches("Usage:").trim());
            writeln!(f, "\nUtilisation : {usage}")?;
        }
        writeln!(f, "\n--help dit tout ce qui se tape ici.")
    }
}

/// The usage has each setting of the environment in it, as if it had to be typed.
fn without_settings(usage: &str) -> String {
    let mut command = CommandLine::command();
    // An argument cannot be written before clap has counted its values.
    command.build();
    let settings = command.get_arguments();
    settings
        .filter(|argument| argument.is_global_set())
        .fold(usage.to_owned(), |usage, setting| {
            usage.replace(&format!(" {setting}"), "")
        })
}

/// What was perhaps meant.
const SIMILAR: [ContextKind; 3] = [
    ContextKind::SuggestedSubcommand,
    ContextKind::SuggestedArg,
    ContextKind::SuggestedValue,
];

impl From<Error> for Misread {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl Misread {
    /// Whether nothing is wrong: what was asked for goes to the output.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        !self.0.use_stderr()
    }

    fn said(&self, kind: ContextKind) -> Option<String> {
        match self.0.get(kind)? {
            ContextValue::None => None,
            said => Some(said.to_string()),
        }
    }

    fn sentence(&self) -> String {
        let argument = self.said(ContextKind::InvalidArg).unwrap_or_default();
        let value = self.said(ContextKind::InvalidValue).unwrap_or_default();
        match self.0.kind() {
            ErrorKind::UnknownArgument => format!("« {argument} » n’est pas connu ici"),
            ErrorKind::InvalidSubcommand => {
                let command = self.said(ContextKind::InvalidSubcommand);
                format!(
                    "il n’y a pas de commande « {} »",
                    command.unwrap_or_default()
                )
            }
            ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
            ErrorKind::MissingRequiredArgument => format!("il manque : {argument}"),
            ErrorKind::ArgumentConflict => match self.said(ContextKind::PriorArg) {
                Some(prior) if prior != argument => {
                    format!("« {argument} » ne va pas avec « {prior} »")
                }
                _ => format!("« {argument} » est dit plusieurs fois"),
            },
            ErrorKind::InvalidValue | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues
                if value.is_empty() =>
            {
                format!("il manque une valeur à « {argument} »")
            }
            ErrorKind::TooManyValues => format!("« {value} » est de trop pour « {argument} »"),
            ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
                let reason = self.0.source().map(ToString::to_string);
                let reason = reason.map(|reason| format!(" : {reason}"));
                format!(
                    "« {value} » ne convient pas à « {argument} »{}",
                    reason.unwrap_or_default()
                )
            }
            ErrorKind::InvalidUtf8 => "un mot de la commande n’est pas du texte UTF-8".to_owned(),
            _ => "cette commande n’est pas comprise".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::CommandLine;

    fn said(typed: &str) -> String {
        match CommandLine::read(typed.split(' '), "1.2.3") {
            Ok(_) => panic!("{typed} is right"),
            Err(misread) => misread.to_string(),
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_french_with_what_can_be_typed() {
        for (typed, expected) in [
            ("premier-accueil --desk 1", "« --desk » n’est pas connu ici"),
            (
                "premier-accueil serv",
                "il n’y a pas de commande « serv »\nPeut-être « serve » ?",
            ),
            (
                "premier-accueil check --send-tst",
                "Peut-être « --send-test » ?",
            ),
            (
                "premier-accueil rights start",
                "il manque : --by <NOM>, <NUMÉRO>",
            ),
            (
                "premier-accueil rights start 1 --by Ada",
                "« 1 » ne convient pas à « <NUMÉRO> » : il faut un numéro de huit signes",
            ),
            (
                "premier-accueil --public-addr here",
                "« here » ne convient pas à « --public-addr <ADRESSE> » : il faut une adresse IP",
            ),
            (
                "premier-accueil --trusted-proxies many",
                "il faut un nombre entier",
            ),
            (
                "premier-accueil --publish-keys-after-days 91",
                "un nombre de jours, 90 au plus",
            ),
            ("premier-accueil --mail a --mail b", "« a » ne convient pas"),
            (
                "premier-accueil purge --dry-run --dry-run",
                "« --dry-run » est dit plusieurs fois",
            ),
            (
                "premier-accueil --mail folder:a --mail-file b",
                "« --mail <MESSAGERIE> » ne va pas avec « --mail-file <FICHIER> »",
            ),
            (
                "premier-accueil --site",
                "il manque une valeur à « --site <FICHIER> »",
            ),
            (
                "premier-accueil clock show more",
                "« more » n’est pas connu ici",
            ),
            ("premier-accueil keys backed-up", "il manque : <CLÉ|--all>"),
        ] {
            let said = said(typed);
            assert!(said.starts_with("premier-accueil: "), "{typed}: {said}");
            assert!(said.contains(expected), "{typed}: {said}");
            assert!(
                said.ends_with("--help dit tout ce qui se tape ici.\n"),
                "{typed}: {said}"
            );
            for english in ["error", "Usage", "tip", "cannot", "invalid", "argument"] {
                assert!(!said.contains(english), "{typed}: {said}");
            }
        }
    }

    #[test]
    fn settings_are_no_part_of_the_usage() {
        let said = said("premier-accueil --data-dir d --site s --behind-proxy rights start");
        let usage = "\nUtilisation : premier-accueil rights start --by <NOM> <NUMÉRO>\n";
        assert!(said.contains(usage), "{said}");
    }

    #[test]
    fn half_a_command_is_answered_with_its_help() {
        let said = said("premier-accueil rights");
        assert!(
            said.contains("Utilisation : premier-accueil rights"),
            "{said}"
        );
        assert!(said.contains("Commandes :"), "{said}");
    }

    #[test]
    fn the_help_and_the_version_are_answers() {
        for (typed, expected) in [
            ("premier-accueil --version", "premier-accueil 1.2.3\n"),
            (
                "premier-accueil rights start -h",
                "Utilisation : premier-accueil rights start",
            ),
        ] {
            let Err(answer) = CommandLine::read(typed.split(' '), "1.2.3") else {
                panic!("{typed}")
            };
            assert!(answer.is_answer());
            assert!(answer.to_string().contains(expected), "{answer}");
        }
    }
}
