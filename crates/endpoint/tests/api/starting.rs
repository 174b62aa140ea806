//! What stops a start: each a sentence, before anything is served.

use std::{fs, os::unix::fs::PermissionsExt};

use anyhow::Result;
use content::app_list::AppList;
use endpoint::{Clock, Config, Endpoint, Mailbox, Mailer, StartError};
use testing::SATURDAY_EVENING;

use crate::harness::Harness;

async fn refusal(config: Config) -> Result<StartError> {
    let mailer = Mailer::Memory(Mailbox::default());
    match Endpoint::start(config, Clock::manual(SATURDAY_EVENING.parse()?), mailer).await {
        Ok(_) => anyhow::bail!("it started"),
        Err(error) => Ok(error),
    }
}

#[tokio::test]
async fn an_app_that_was_not_built_is_told_with_the_command_that_builds_it() -> Result<()> {
    let harness = Harness::open().await?;
    let base = harness.folder.config("data");
    let app = harness.folder.path().join("empty");
    std::fs::create_dir(&app)?;
    let error = refusal(Config {
        app_dir: app.clone(),
        ..base.clone()
    })
    .await?;
    assert!(matches!(error, StartError::App(_)));
    assert!(error.to_string().contains("cargo xtask build"), "{error}");
    std::fs::write(app.join("index.html"), "")?;
    AppList::write(&app)?;
    let error = refusal(Config {
        app_dir: app,
        ..base
    })
    .await?;
    assert!(matches!(error, StartError::Sheets(_)));
    assert!(error.to_string().contains("cargo xtask build"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_sheet_that_is_not_what_its_name_says_is_refused() -> Result<()> {
    let harness = Harness::open().await?;
    let Some(sheet) = std::fs::read_dir(harness.folder.path().join("app/content/sheets"))?.next()
    else {
        panic!("a sheet")
    };
    let path = sheet?.path();
    let text = std::fs::read_to_string(&path)?;
    std::fs::write(&path, text + " ")?;
    let error = refusal(harness.folder.config("data")).await?;
    assert!(matches!(error, StartError::Sheets(_)), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_territory_of_other_codes_than_those_of_communes_is_refused_with_its_line() -> Result<()>
{
    let harness = Harness::open().await?;
    let site = harness.folder.path().join("sites/site.toml");
    let demo = fs::read_to_string(&site)?;
    for (code, expected) in [
        (
            "59100",
            "il faut des codes INSEE, et non le code postal \"59100\", qui dessert \"59512\" (Roubaix)",
        ),
        (
            "59999",
            "il faut le code INSEE d’une commune ; aucune n’a \"59999\"",
        ),
        (
            "59355",
            "il faut la commune entière, \"59350\" (Lille) : \"59355\" est Lomme (Lille)",
        ),
    ] {
        let changed = demo.replace("\"59512\", # Roubaix", &format!("\"{code}\","));
        let line = 1 + changed
            .lines()
            .take_while(|line| !line.contains(&format!("\"{code}\",")))
            .count();
        fs::write(&site, changed)?;
        let error = refusal(harness.folder.config("data")).await?;
        assert!(matches!(error, StartError::Site(_)), "{error}");
        let told = format!("ligne {line}, territory.5: {expected}");
        assert!(error.to_string().contains(&told), "{error}");
    }
    // A whole city is a good code, though no form holds it as an answer.
    fs::write(&site, demo.replace("\"59512\", # Roubaix", "\"75056\","))?;
    let mailer = Mailer::Memory(Mailbox::default());
    Endpoint::start(harness.folder.config("data"), harness.clock.clone(), mailer).await?;
    Ok(())
}

#[tokio::test]
async fn a_mistake_in_the_site_is_told_with_its_line_and_field() -> Result<()> {
    let harness = Harness::open().await?;
    let path = harness.folder.path().join("sites/site.toml");
    let site = std::fs::read_to_string(&path)?;
    let line = site
        .lines()
        .position(|line| line.starts_with("website"))
        .map(|line| line + 1)
        .unwrap_or_default();
    std::fs::write(
        &path,
        site.replace("website = \"https://", "website = \"http://"),
    )?;
    let error = refusal(harness.folder.config("data")).await?.to_string();
    assert!(
        error.contains(&format!("ligne {line}, website: il faut ")),
        "{error}"
    );
    Ok(())
}

#[tokio::test]
async fn a_mistake_in_the_sentences_of_mails_is_told_with_its_file_and_line() -> Result<()> {
    let harness = Harness::open().await?;
    let file = harness.folder.path().join("mails/rights.toml");
    let ours = std::fs::read_to_string(&file)?;
    let line = |text: &str, now: &str| {
        let lines = text.lines().take_while(|line| !line.contains(now));
        lines.count() + 1
    };
    for (then, now, expected) in [
        (
            "due le {due_on}\"",
            "due le {due}\"",
            "subject: il faut ces mots entre accolades, chacun au moins une fois : {number} {due_on}",
        ),
        (
            "lead = ",
            "leads = ",
            "leads: champ inconnu, il faut l’un de",
        ),
        (
            "title = \"Demande",
            "title = 7 # Demande",
            "title: il faut un texte entre guillemets droits",
        ),
    ] {
        let changed = ours.replacen(then, now, 1);
        std::fs::write(&file, &changed)?;
        let error = refusal(harness.folder.config("data")).await?;
        assert!(matches!(error, StartError::Mails(_)), "{error}");
        let told = format!(
            "mails/rights.toml, ligne {}, {expected}",
            line(&changed, now)
        );
        assert!(
            error.to_string().contains(&told),
            "{told} is not in: {error}"
        );
    }
    std::fs::remove_file(&file)?;
    let error = refusal(harness.folder.config("data")).await?;
    assert!(error.to_string().contains("mails/rights.toml"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_public_address_with_mail_into_a_folder_is_refused() -> Result<()> {
    let harness = Harness::open().await?;
    let public = Config {
        public_addr: ([0, 0, 0, 0], 0).into(),
        ..harness.folder.config("data")
    };
    let error = refusal(public.clone()).await?;
    assert!(matches!(error, StartError::MailUnreachable));
    assert!(error.to_string().contains("--allow-folder-mail"), "{error}");
    let allowed = Config {
        allow_folder_mail: true,
        ..public
    };
    let mailer = Mailer::Memory(Mailbox::default());
    Endpoint::start(allowed, harness.clock.clone(), mailer).await?;
    Ok(())
}

#[tokio::test]
async fn what_lies_in_the_data_folder_is_for_its_owner_alone() -> Result<()> {
    let harness = Harness::open().await?;
    let mode = |name: &str| -> Result<u32> {
        let found = fs::metadata(harness.folder.path().join("data").join(name))?;
        Ok(found.permissions().mode() & 0o777)
    };
    assert_eq!(mode("")?, 0o700);
    for file in ["premier-accueil.db", "premier-accueil.db-wal"] {
        assert_eq!(mode(file)?, 0o600, "{file}");
    }
    harness.endpoint.close().await;
    let data = harness.folder.path().join("data");
    fs::set_permissions(&data, fs::Permissions::from_mode(0o750))?;
    let error = refusal(harness.folder.config("data")).await?;
    assert!(matches!(error, StartError::Precautions(_)), "{error}");
    assert!(error.to_string().contains("chmod 700"), "{error}");

    fs::set_permissions(&data, fs::Permissions::from_mode(0o700))?;
    let database = data.join("premier-accueil.db");
    fs::set_permissions(&database, fs::Permissions::from_mode(0o644))?;
    let mailer = Mailer::Memory(Mailbox::default());
    Endpoint::start(harness.folder.config("data"), harness.clock.clone(), mailer).await?;
    assert_eq!(mode("premier-accueil.db")?, 0o600);
    Ok(())
}
