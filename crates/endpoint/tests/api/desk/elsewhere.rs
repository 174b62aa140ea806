//! Who depends on another Mission Locale: which one, how it is reached, what to say, and nothing that leaves.

use super::team::{sheet, writes};
use super::*;
use crate::harness::{callback_request, id, registration};

#[tokio::test]
async fn who_lives_in_a_neighbours_commune_is_told_where_to_go() -> Result<()> {
    let harness = mission_locale().await?;
    let outside = harness.send(&id(1), &callback_request()?).await?.reference;
    let inside = harness.send(&id(2), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let page = said(&sheet(&mut aicha, outside.as_str()).await?);
    let (_, panel) = page
        .split_once("Autre Mission Locale")
        .context("the panel")?;
    for shown in [
        "C’est celle de sa commune",
        "Mission Locale voisine (exemple)",
        "tel:0353015678",
        "2 place de l’Exemple, 59000 Lille",
        "on ne le lui envoie pas",
        "closed.redirected",
    ] {
        assert!(panel.contains(shown), "{shown}: {panel}");
    }
    let mails = desk.harness.mailbox.mails().len();
    writes(&mut aicha, outside.as_str(), "acte=closed.redirected").await?;
    desk.harness.endpoint.deliver_due().await?;
    let others = desk.harness.mailbox.mails();
    let mailbox = |mail: &endpoint::Mail| {
        mail.subject.contains("Préinscription") || mail.subject.contains("Demande de rappel")
    };
    assert!(others[mails..].iter().all(mailbox), "its own fiches alone");

    // Of this territory: the neighbours are there, and nothing says that one of them is the right one.
    let page = said(&sheet(&mut aicha, inside.as_str()).await?);
    assert!(
        page.contains("Mission Locale voisine (exemple)")
            && !page.contains("C’est celle de sa commune")
    );
    assert!(!page.contains("<details class=\"panel\" open><summary><h2>Autre Mission Locale"));
    writes(&mut aicha, inside.as_str(), "acte=known.known_elsewhere").await?;
    let page = said(&sheet(&mut aicha, inside.as_str()).await?);
    assert!(
        page.contains("<details class=\"panel\" open><summary><h2>Autre Mission Locale"),
        "{page}"
    );
    Ok(())
}
