//! The help in French, and in each command only the settings that it uses.
//!
//! The words of each flag and command stand beside it; here is what the library would say in English around them.

use clap::{Arg, ArgAction, Command};

const TEMPLATE: &str = "{about-with-newline}\nUtilisation : {usage}\n\n{all-args}{after-help}";

/// The library puts a colon behind each.
const OPTIONS: &str = "Options ";
const ARGUMENTS: &str = "Arguments ";

/// Where the data is, and what the log tells: what every command uses.
const DATA: &[&str] = &["data_dir", "store", "journal", "log"];

/// What a command reads that works on what the service holds.
const HELD: &[&str] = &["site", "app_dir", "data_dir", "store", "journal", "log"];

/// The settings that a command uses; `None` where it is all of them.
fn used_by(command: &str) -> Option<&'static [&'static str]> {
    match command {
        "serve" => None,
        "check" => Some(&[
            "public_addr",
            "ops_addr",
            "site",
            "app_dir",
            "data_dir",
            "store",
            "journal",
            "mail",
            "mail_file",
            "mail_hello",
            "behind_proxy",
            "trusted_proxies",
            "allow_folder_mail",
            "unsigned_notices",
            "open_fiches",
            "log",
        ]),
        "purge" => Some(&[
            "site",
            "data_dir",
            "store",
            "journal",
            "clock_synced_file",
            "log",
        ]),
        "keys" => Some(&["site", "data_dir", "publish_keys_after_days", "log"]),
        "backup" | "restore" | "clock" => Some(DATA),
        _ => Some(HELD),
    }
}

/// The command, its help and that of every command below it.
pub(super) fn in_french(command: Command) -> Command {
    let settings: Vec<Arg> = command
        .get_arguments()
        .filter(|argument| argument.is_global_set())
        .map(|setting| told(setting.clone()))
        .collect();
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help_heading(OPTIONS)
        .help("Dit la version");
    let command = command
        .disable_version_flag(true)
        .mut_args(told)
        .mut_subcommands(|one| {
            let used = used_by(one.get_name());
            let shown = |setting: &Arg| {
                let id = setting.get_id().as_str();
                used.is_none_or(|used| used.contains(&id))
            };
            let settings: Vec<Arg> = settings
                .iter()
                .map(|setting| {
                    setting
                        .clone()
                        .hide(!shown(setting) || setting.is_hide_set())
                })
                .collect();
            below(one, &settings)
        });
    around(command).arg(version)
}

/// A command below the first one. A setting that is here already is not handed down as it stands above.
fn below(command: Command, settings: &[Arg]) -> Command {
    let command = command
        .mut_args(told)
        .mut_subcommands(|one| below(one, settings));
    around(command).args(settings)
}

fn around(command: Command) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help_heading(OPTIONS)
        .help("Affiche cette aide");
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Commandes ")
        .subcommand_value_name("COMMANDE")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .arg(help)
}

/// Says after its help which variable says the same, and what stands without both.
fn told(argument: Arg) -> Arg {
    let argument = match argument.get_help_heading() {
        Some(_) => argument,
        None if argument.is_positional() => argument.help_heading(ARGUMENTS),
        None => argument.help_heading(OPTIONS),
    };
    let mut notes = Vec::new();
    if let Some(variable) = argument.get_env() {
        notes.push(variable.to_string_lossy().into_owned());
    }
    let is_flag = !argument.get_action().takes_values();
    let defaults = argument.get_default_values();
    if let ([default, ..], false) = (defaults, is_flag) {
        notes.push(format!("sinon {}", default.to_string_lossy()));
    }
    let argument = argument.hide_env(true);
    let argument = if is_flag {
        argument
    } else {
        argument.hide_default_value(true)
    };
    if notes.is_empty() {
        return argument;
    }
    let help = argument.get_help().map(ToString::to_string);
    let help = format!("{} [{}]", help.unwrap_or_default(), notes.join(" ; "));
    argument.help(help)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::config::CommandLine;

    /// What the program says of itself, by the words that ask for it.
    fn all(command: &mut Command, asked: &str, found: &mut Vec<(String, String)>) {
        found.push((asked.to_owned(), command.render_help().to_string()));
        for one in command.get_subcommands_mut() {
            let asked = format!("{asked} {}", one.get_name());
            all(one, &asked, found);
        }
    }

    fn helps() -> Vec<(String, String)> {
        let mut command = in_french(CommandLine::command().version("1"));
        command.build();
        let mut found = Vec::new();
        all(&mut command, "premier-accueil", &mut found);
        found
    }

    #[test]
    fn every_help_is_in_french() {
        let helps = helps();
        assert!(helps.len() > 25, "{}", helps.len());
        for (asked, help) in helps {
            let (about, rest) = help.split_once("\n\nUtilisation : ").unwrap_or_default();
            assert!(about.ends_with('.'), "{asked}: {help}");
            assert!(rest.starts_with(&asked), "{asked}: {help}");
            assert!(help.contains("Affiche cette aide"), "{asked}: {help}");
            let words: Vec<&str> = help.split(|sign: char| !sign.is_alphabetic()).collect();
            for english in [
                "the", "of", "and", "Usage", "Commands", "Print", "default", "env", "COMMAND",
            ] {
                assert!(!words.contains(&english), "{asked} says {english}: {help}");
            }
        }
    }

    #[test]
    fn every_flag_has_its_sentence() {
        let mut command = in_french(CommandLine::command());
        command.build();
        let mut commands = vec![&command];
        while let Some(command) = commands.pop() {
            for argument in command.get_arguments() {
                let help = argument
                    .get_help()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                let named = format!("{} {}", command.get_name(), argument.get_id());
                assert!(argument.is_hide_set() || help.len() > 7, "{named}: {help}");
            }
            commands.extend(command.get_subcommands());
        }
    }

    #[test]
    fn a_command_shows_the_settings_that_it_uses_and_no_others() {
        let helps = helps();
        let shows = |asked: &str, flag: &str| {
            let help = helps.iter().find(|(one, _)| one == asked);
            help.is_some_and(|(_, help)| help.contains(flag))
        };
        for (asked, flag, is_shown) in [
            ("premier-accueil", "--intake-burst", true),
            ("premier-accueil serve", "--intake-burst", true),
            ("premier-accueil check", "--intake-burst", false),
            ("premier-accueil check", "--mail-file", true),
            ("premier-accueil rights start", "--data-dir", true),
            ("premier-accueil rights start", "--public-addr", false),
            ("premier-accueil rights start", "--mail", false),
            ("premier-accueil purge", "--clock-synced-file", true),
            ("premier-accueil backup", "--site", false),
            ("premier-accueil check", "--credentials-dir", false),
        ] {
            assert_eq!(shows(asked, flag), is_shown, "{asked} {flag}");
        }
        let said = "[PA_SITE ; sinon content/sites/demo.toml]";
        assert!(shows("premier-accueil rights list", said));
    }
}
