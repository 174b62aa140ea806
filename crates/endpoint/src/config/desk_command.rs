//! `premier-accueil desk …`: who works at the desk, on the command line. The first person is invited with it.

use clap::Subcommand;

use super::typed;
use crate::store::Role;

/// What is done about the people of the desk.
#[derive(Subcommand, Clone)]
pub enum DeskCommand {
    /// Add a person, and print the link with which they make their passkey.
    #[command(
        about = "Ajoute une personne et donne le lien avec lequel elle crée sa clé d’accès ; il sert une fois, pendant un jour."
    )]
    Invite {
        /// First name and name, as colleagues see it.
        #[arg(
            long,
            value_name = "NOM",
            help = "Son prénom et son nom, comme ses collègues les liront"
        )]
        name: String,
        /// What the person does there.
        #[arg(
            long,
            value_name = "RÔLES",
            value_delimiter = ',',
            required = true,
            value_parser = typed::role,
            help = "Ce qu’elle y fait, un ou plusieurs : equipe (rappelle et suit), droits (répond aux demandes), gestion (invite)"
        )]
        roles: Vec<Role>,
    },
    /// Print a new link for somebody whose passkeys are lost, which go, or whose link has lapsed.
    #[command(
        about = "Donne un nouveau lien à une personne dont les clés sont perdues, et les retire, ou dont le lien n’a pas servi."
    )]
    Link {
        /// The person's number, as `list` has it.
        #[arg(
            value_name = "PERSONNE",
            help = "Son numéro, comme « desk list » le donne"
        )]
        person: i64,
    },
    /// Everybody, with roles and passkeys.
    #[command(about = "Qui a un accès, avec quels rôles et combien de clés.")]
    List,
    /// End every session of a person.
    #[command(about = "Ferme toutes les sessions d’une personne ; ses clés restent.")]
    SignOut {
        /// The person's number.
        #[arg(
            value_name = "PERSONNE",
            help = "Son numéro, comme « desk list » le donne"
        )]
        person: i64,
    },
    /// Take a person's access away.
    #[command(about = "Ferme l’accès d’une personne : ses sessions, ses clés et ses invitations.")]
    Close {
        /// The person's number.
        #[arg(
            value_name = "PERSONNE",
            help = "Son numéro, comme « desk list » le donne"
        )]
        person: i64,
    },
}
