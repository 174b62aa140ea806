//! Each check fails on a breakage made for it: none of them checks nothing.

use anyhow::Result;

use crate::{
    block_on,
    broken::Broken,
    checks::{CHECKS, failed},
    mission_locale::MissionLocale,
    people::People,
    plan::{Bad, Plan, Step, Weather},
    tally::names,
    walk::walk,
};

/// A short walk on which everything can go wrong that is wrong on purpose.
fn plan() -> Plan {
    Plan {
        seed: 1,
        has_locks: true,
        steps: vec![
            Step::Open(0),
            Step::Backup,
            Step::Send(0, None),
            Step::Settle,
            Step::Restore,
            Step::Send(0, Some(Bad::UnknownKey)),
            Step::Settle,
            Step::Network(Weather::Down),
            Step::Send(0, None),
            Step::Settle,
            Step::Pass(60),
        ],
        says_online: false,
        delivers: true,
    }
}

/// The names of the checks that fail on [`plan`] with this breakage.
fn caught(broken: Option<Broken>) -> Result<Vec<&'static str>> {
    block_on(async {
        let people = People::new()?;
        let mut endpoint = MissionLocale::open().await?;
        let (found, _) = walk(&plan(), &people, &mut endpoint, broken).await?;
        Ok(names(&failed(&found)))
    })?
}

#[test]
fn with_nothing_broken_every_check_holds() -> Result<()> {
    assert_eq!(caught(None)?, [""; 0]);
    Ok(())
}

#[test]
fn a_database_that_loses_a_write_is_caught() -> Result<()> {
    assert_eq!(caught(Some(Broken::LosesAWrite))?, ["kept", "blocked"]);
    Ok(())
}

#[test]
fn an_endpoint_that_gives_a_receipt_for_nothing_is_caught() -> Result<()> {
    // The phone has its copy: nothing is lost, and nothing ever arrives.
    assert!(caught(Some(Broken::ReceiptForNothing))?.contains(&"returned"));
    Ok(())
}

#[test]
fn an_endpoint_that_stores_twice_is_caught() -> Result<()> {
    assert_eq!(caught(Some(Broken::StoresTwice))?, ["once"]);
    Ok(())
}

#[test]
fn an_answer_that_changes_on_the_way_is_caught() -> Result<()> {
    assert_eq!(caught(Some(Broken::ChangesAnAnswer))?, ["answers"]);
    Ok(())
}

#[test]
fn another_number_on_the_phone_is_caught() -> Result<()> {
    assert_eq!(caught(Some(Broken::ShowsAnotherNumber))?, ["number"]);
    Ok(())
}

#[test]
fn a_bad_entry_that_holds_the_others_is_caught() -> Result<()> {
    let caught = caught(Some(Broken::BlockedByOne))?;
    assert_eq!(caught, ["blocked", "drained", "returned"]);
    Ok(())
}

#[test]
fn a_page_that_never_looks_again_is_caught() -> Result<()> {
    assert!(caught(Some(Broken::NeverLooksAgain))?.contains(&"drained"));
    Ok(())
}

#[test]
fn an_answer_left_on_the_phone_is_caught() -> Result<()> {
    assert_eq!(caught(Some(Broken::LeavesClearAnswers))?, ["clear"]);
    Ok(())
}

#[test]
fn a_mail_that_is_sent_twice_is_caught() -> Result<()> {
    assert_eq!(caught(Some(Broken::MailsTwice))?, ["mailed"]);
    Ok(())
}

#[test]
fn a_phone_that_drops_its_copy_at_the_receipt_is_caught() -> Result<()> {
    assert_eq!(caught(Some(Broken::DropsTheCopy))?, ["kept", "returned"]);
    Ok(())
}

#[test]
fn a_page_that_never_hears_of_a_loss_is_caught() -> Result<()> {
    assert_eq!(caught(Some(Broken::NeverHearsOfALoss))?, ["returned"]);
    Ok(())
}

#[test]
fn no_check_goes_without_a_breakage() -> Result<()> {
    let mut missed: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
    for broken in Broken::ALL {
        let caught = caught(Some(broken))?;
        missed.retain(|name| !caught.contains(name));
    }
    assert_eq!(missed, [""; 0]);
    Ok(())
}
