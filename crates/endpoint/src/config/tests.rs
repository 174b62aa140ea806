//! Flags and files as they are typed, and the settings that come of them.

use std::{os::unix::fs::PermissionsExt, path::Path};

use super::*;

fn config(arguments: &[&str]) -> anyhow::Result<Config> {
    let all = ["premier-accueil"].iter().chain(arguments);
    Ok(CommandLine::read(all, "1")?.config()?)
}

#[test]
fn a_first_run_needs_no_argument() -> anyhow::Result<()> {
    let config = config(&[])?;
    assert_eq!(config.public_addr.to_string(), "127.0.0.1:8080");
    assert_eq!(config.ops_addr.to_string(), "127.0.0.1:8082");
    assert_eq!(config.store, Path::new("./data/premier-accueil.db"));
    assert!(
        matches!(config.mail, MailTarget::Folder(folder) if folder == Path::new("./data/maildir"))
    );
    Ok(())
}

#[test]
fn the_program_lays_out_where_it_can_be_killed() -> anyhow::Result<()> {
    assert!(matches!(
        config(&["serve"])?.printing,
        Printing::Worker { .. }
    ));
    Ok(())
}

#[test]
fn flags_are_read_before_and_after_the_command() -> anyhow::Result<()> {
    for arguments in [["--data-dir", "d", "serve"], ["serve", "--data-dir", "d"]] {
        assert_eq!(config(&arguments)?.data_dir, Path::new("d"));
    }
    Ok(())
}

#[test]
fn a_proxy_that_is_said_to_be_there_is_one() -> anyhow::Result<()> {
    for (arguments, hops) in [
        (&[][..], 0),
        (&["--behind-proxy"], 1),
        (&["--trusted-proxies", "3"], 3),
        (&["--behind-proxy", "--trusted-proxies", "2"], 2),
    ] {
        assert_eq!(config(arguments)?.trusted_hops(), hops, "{arguments:?}");
    }
    Ok(())
}

#[test]
fn mail_and_store_are_refused_when_nothing_can_be_made_of_them() {
    for wrong in ["folder:", "http://localhost", "mailbox", "smtp://"] {
        assert!(config(&["--mail", wrong]).is_err(), "{wrong}");
    }
    for wrong in [
        "postgres://localhost",
        "sqlite:",
        "sqlite::memory:",
        "file.db",
    ] {
        assert!(config(&["--store", wrong]).is_err(), "{wrong}");
    }
    for wrong in ["vps-1a2b3c", "a_b.example", "-a.example", "a..example", ""] {
        assert!(config(&["--mail-hello", wrong]).is_err(), "{wrong}");
    }
}

#[test]
fn the_mail_server_is_said_once_and_its_password_better_in_a_file() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("mail");
    std::fs::write(&file, "smtps://me:a-secret@mail.example\n")?;
    let path = file.to_str().unwrap_or_default();
    let Err(error) = config(&["--mail-file", path]) else {
        panic!("others can read that file")
    };
    assert!(error.to_string().contains("chmod 600"), "{error}");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600))?;
    let from_file = config(&["--mail-file", path])?;
    assert!(matches!(&from_file.mail, MailTarget::Smtp(url) if url.password() == Some("a-secret")));
    assert!(!from_file.mail_password_in_sight);
    let handed = [
        "--credentials-dir",
        &folder.path().to_string_lossy(),
        "--mail-file",
        "mail",
    ];
    assert!(matches!(config(&handed)?.mail, MailTarget::Smtp(_)));

    let said = "smtps://me:a-secret@mail.example";
    assert!(config(&["--mail", said])?.mail_password_in_sight);
    assert!(!config(&["--mail", "smtps://mail.example"])?.mail_password_in_sight);
    assert!(config(&["--mail", said, "--mail-file", path]).is_err());
    std::fs::write(&file, "me:a-secret@mail.example")?;
    let Err(error) = config(&["--mail-file", path]) else {
        panic!("that is no address")
    };
    let told = error.to_string();
    assert!(
        told.contains("smtps://") && !told.contains("a-secret"),
        "{told}"
    );
    Ok(())
}

#[test]
fn other_machines_are_not_served_into_a_folder_by_accident() -> anyhow::Result<()> {
    let public = ["--public-addr", "0.0.0.0:80"];
    assert!(config(&public)?.mail_unreachable());
    assert!(!config(&[public[0], public[1], "--allow-folder-mail"])?.mail_unreachable());
    assert!(!config(&[public[0], public[1], "--mail", "smtps://mail.example"])?.mail_unreachable());
    assert!(!config(&[])?.mail_unreachable());
    Ok(())
}
