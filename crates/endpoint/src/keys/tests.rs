//! When keys are made, given to phones, told of, copied; and what their files may be.

use std::{fs, os::unix::fs::PermissionsExt};

use super::*;

fn moment(text: &str) -> Timestamp {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn a_key_is_made_once_renewed_in_time_and_kept_for_ever() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path().join("keys");
    let made_at = moment("2026-11-22T09:00:00Z");
    let first = Keys::open(&folder, 7, made_at)?.public(made_at);
    let until = first.iter().map(|key| key.seal_until).collect::<Vec<_>>();
    assert_eq!(until, [moment("2027-05-21T09:00:00Z")], "used at once");

    let keys = Keys::open(&folder, 7, made_at)?;
    assert!(!keys.renew(moment("2027-04-14T09:00:00Z"))?, "37 days left");
    assert!(
        keys.renew(moment("2027-04-14T09:00:01Z"))?,
        "less than 37 days left"
    );
    let both = Keys::open(&folder, 7, made_at)?;
    let public = |at| {
        let keys = both.public(moment(at)).into_iter();
        keys.map(|key| key.kid).collect::<Vec<_>>()
    };
    let old: Vec<String> = first.iter().map(|key| key.kid.clone()).collect();
    assert_eq!(public("2027-04-21T09:00:00Z"), old, "the new one waits");
    assert_eq!(public("2027-04-21T09:00:01Z").len(), 2);
    let new = public("2027-05-21T09:00:00Z");
    assert_eq!(new.len(), 1, "the old one is too old to seal to");
    assert_ne!(new, old);
    for key in first {
        let private = both.private(&key.kid);
        assert!(private.is_some(), "and still there to open with");
    }
    Ok(())
}

#[test]
fn there_is_always_a_key_to_seal_to_and_a_key_made_ahead_holds_up_none() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path().join("keys");
    let day = |day: i64| moment("2026-11-22T09:00:00Z").plus_seconds(day * 86_400);
    // The first start was on a clock ten years ahead.
    let keys = Keys::open(&folder, 90, day(3650))?;
    assert_eq!(keys.public(day(0)).len(), 1, "all there is");
    for today in 0..2000 {
        keys.renew(day(today))?;
        let public = keys.public(day(today));
        assert!(!public.is_empty(), "day {today}");
        let made: Vec<KeyState> = keys.states(day(today));
        for key in public {
            assert!(key.seal_until > day(today), "day {today}");
            assert!(key.seal_until < day(today + 181), "day {today}");
            let state = made.iter().find(|state| state.kid == key.kid);
            let from = state.map(|state| state.published_from);
            assert!(from.is_some_and(|from| from <= day(today)), "day {today}");
        }
    }
    // Each seals for 60 days after the 90 that it waits.
    assert!(keys.states(day(2000)).len() < 40);
    Ok(())
}

#[test]
fn the_officer_is_told_of_a_key_until_the_mail_is_taken_or_the_copy_known() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path().join("keys");
    let made_at = moment("2026-11-22T09:00:00Z");
    let keys = Keys::open(&folder, 7, made_at)?;
    let told = |at: &str| {
        let keys = keys.to_tell(moment(at)).into_iter();
        keys.map(|key| key.kid).collect::<Vec<_>>()
    };
    let kids = |keys: &[PublicKey]| keys.iter().map(|key| key.kid.clone()).collect::<Vec<_>>();
    let first = kids(&keys.public(made_at));
    assert!(told("2026-11-22T10:00:00Z").is_empty(), "a day to copy it");
    assert_eq!(told("2026-11-23T09:00:00Z"), first);
    assert_eq!(told("2026-11-23T10:00:00Z"), first, "not taken: again");
    keys.told(&first[0], made_at)?;
    assert!(told("2026-11-24T09:00:00Z").is_empty());
    assert_eq!(
        keys.seconds_without_copy(moment("2026-11-24T09:00:00Z")),
        Some(2 * 24 * 3600),
        "told, and still without a copy"
    );
    files::mark(&folder, &first[0], Mark::Copied, made_at)?;
    assert_eq!(keys.seconds_without_copy(made_at), None);

    keys.renew(moment("2027-04-20T09:00:00Z"))?;
    assert_eq!(told("2027-04-20T09:00:00Z").len(), 1, "at once: it waits");
    let new = &told("2027-04-20T09:00:00Z")[0];
    files::mark(&folder, new, Mark::Copied, made_at)?;
    assert!(told("2027-04-21T09:00:00Z").is_empty());
    Ok(())
}

#[test]
fn a_key_without_a_copy_is_as_old_as_its_use_and_one_made_ahead_is_old() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let day = |day: i64| moment("2026-11-22T09:00:00Z").plus_seconds(day * 86_400);
    let days = |keys: &Keys, now: i64| keys.seconds_without_copy(day(now)).map(|age| age / 86_400);
    // Off until the first key has two days left: its successor is in use from then on, before it has waited.
    let keys = Keys::open(&folder.path().join("keys"), 7, day(0))?;
    assert!(keys.renew(day(178))?);
    let first = keys.states(day(178)).pop().map(|key| key.kid);
    files::mark(
        &keys.folder,
        &first.unwrap_or_default(),
        Mark::Copied,
        day(0),
    )?;
    assert_eq!(days(&keys, 179), None, "it waits");
    assert_eq!(days(&keys, 181), Some(1));
    assert_eq!(days(&keys, 187), Some(7));

    // The only one there is, of a clock that was ten years ahead.
    let ahead = Keys::open(&folder.path().join("ahead"), 7, day(3650))?;
    assert!(days(&ahead, 0) > Some(10_000));
    Ok(())
}

#[test]
fn what_a_crash_left_of_a_key_is_removed_and_nothing_else() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path().join("keys");
    let now = moment("2026-11-22T09:00:00Z");
    let keys = Keys::open(&folder, 7, now)?;
    keys.told("0123456789abcdef", now)?;
    let names = || -> anyhow::Result<std::collections::BTreeSet<_>> {
        let entries = fs::read_dir(&folder)?;
        Ok(entries
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect::<Result<_, _>>()?)
    };
    let before = names()?;
    assert_eq!(before.len(), 2);
    // As releases named it before, and as this one does.
    fs::write(folder.join("fedcba9876543210.new"), "half a key")?;
    fs::write(folder.join("fedcba9876543210.key.new"), "half a key")?;
    assert_eq!(keys.remove_unfinished()?, 2);
    assert_eq!(names()?, before);
    Ok(())
}

#[test]
fn a_new_key_that_cannot_be_made_is_owed_until_it_is() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (folder, aside) = (folder.path().join("keys"), folder.path().join("aside"));
    let keys = Keys::open(&folder, 7, moment("2026-11-22T09:00:00Z"))?;
    let later = moment("2027-04-20T09:00:00Z");
    fs::rename(&folder, &aside)?;
    assert!(keys.renew(later).is_err() && keys.is_one_owed());
    assert!(keys.renew(later).is_err() && keys.is_one_owed());
    fs::rename(&aside, &folder)?;
    assert!(keys.renew(later)? && !keys.is_one_owed());
    Ok(())
}

#[test]
fn only_the_owner_can_read_a_key() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path().join("keys");
    let now = moment("2026-11-22T09:00:00Z");
    Keys::open(&folder, 7, now)?;
    assert_eq!(fs::metadata(&folder)?.permissions().mode() & 0o777, 0o700);
    let Some(file) = fs::read_dir(&folder)?.next() else {
        panic!("one key")
    };
    let file = file?.path();
    assert_eq!(fs::metadata(&file)?.permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644))?;
    assert!(matches!(
        Keys::open(&folder, 7, now),
        Err(KeyError::Readable(_))
    ));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o750))?;
    let refused = Keys::open(&folder, 7, now).err();
    assert!(matches!(refused, Some(KeyError::OpenFolder(_))));
    Ok(())
}

#[test]
fn a_file_that_is_no_key_is_refused() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path().join("keys");
    make_private_folder(&folder)?;
    let path = folder.join("0123456789abcdef.key");
    fs::write(&path, "hello")?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
    let now = moment("2026-11-22T09:00:00Z");
    assert!(matches!(
        Keys::open(&folder, 7, now),
        Err(KeyError::NotAKey(_))
    ));
    Ok(())
}

#[test]
fn a_key_whose_moment_was_written_wrong_is_not_called_foreign() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path().join("keys");
    let now = moment("2026-11-22T09:00:00Z");
    let kid = Keys::open(&folder, 7, now)?.states(now)[0].kid.clone();
    let path = folder.join(format!("{kid}.key"));
    let text = fs::read_to_string(&path)?;
    let (_, private) = text.split_once('\n').unwrap_or_default();
    for (first, is_read) in [
        ("2025-05-01", false),
        ("01/05/2025", false),
        ("", false),
        ("2025-05-01T00:00:00Z", true),
        ("2025-05-01T00:00:00Z\r", true),
    ] {
        fs::write(&path, format!("{first}\n{private}"))?;
        match Keys::read(&folder, 7) {
            Ok(_) => assert!(is_read, "{first}"),
            Err(error) => assert!(
                !is_read && matches!(error, KeyError::NoMoment(_)),
                "{error}"
            ),
        }
    }
    Ok(())
}
