//! The journal of effects: last words, lines cut short, compacting, links.

use super::*;

fn id(digit: &str) -> String {
    let [a, b, c, d] = [8, 3, 3, 12].map(|count| digit.repeat(count));
    format!("{a}-{}-4{b}-8{c}-{d}", digit.repeat(4))
}

fn line(request: &str, at: i64, lifted: bool) -> Line {
    Line {
        request: id(request),
        about: id("9"),
        effect: "frozen".to_owned(),
        at,
        lifted,
    }
}

#[test]
fn the_last_word_counts_and_a_line_cut_short_takes_no_other_with_it() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("effects.journal");
    assert_eq!(read_last_words(&file)?, Known::default());
    append(&file, &[line("1", 10, false), line("2", 11, false)])?;
    append(&file, &[line("1", 12, true)])?;
    assert_eq!(
        read_last_words(&file)?.lines,
        [line("1", 12, true), line("2", 11, false)]
    );
    let whole = fs::read_to_string(&file)?;
    for cut in 0..whole.len() {
        let (before, cut_short) = whole.split_at(cut);
        fs::write(&file, before)?;
        append(&file, &[line("3", 20, false)])?;
        let words = read_last_words(&file)?.lines;
        assert!(words.contains(&line("3", 20, false)), "cut at {cut}");
        let ended = before.matches('\n').count() + usize::from(cut_short.starts_with('\n'));
        // The first two lines are of two requests, the third of the first again.
        assert_eq!(words.len(), ended.min(2) + 1, "cut at {cut}");
    }
    Ok(())
}

#[test]
fn compacting_keeps_what_is_wanted_and_nothing_else() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("effects.journal");
    compact(&file, |_| true)?;
    assert!(!file.exists(), "nothing is made");
    append(&file, &[line("1", 10, false), line("2", 11, false)])?;
    compact(&file, |line| line.at > 10)?;
    append(&file, &[line("3", 12, false)])?;
    let requests: Vec<String> = read_last_words(&file)?
        .lines
        .into_iter()
        .map(|line| line.request)
        .collect();
    assert_eq!(requests, [id("2"), id("3")]);
    Ok(())
}

#[test]
fn a_journal_behind_a_link_stays_where_the_link_leads() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (file, link) = (folder.path().join("elsewhere"), folder.path().join("link"));
    std::os::unix::fs::symlink(&file, &link)?;
    append(&link, &[line("1", 10, false), line("2", 11, false)])?;
    compact(&link, |line| line.at > 10)?;
    assert!(fs::symlink_metadata(&link)?.is_symlink());
    assert_eq!(read_last_words(&file)?.lines, [line("2", 11, false)]);
    Ok(())
}

#[test]
fn what_cannot_be_read_is_counted_and_goes_nowhere() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("effects.journal");
    append(&file, &[line("1", 10, false), line("2", 11, false)])?;
    let whole = fs::read_to_string(&file)?;
    let (first, second) = whole.split_once('\n').unwrap_or_default();
    for odd in [
        "no line",
        first.get(..first.len() - 30).unwrap_or_default(),
        &format!("\0\0{first}"),
        &first.replace("frozen", "of another release"),
        &first.replace(&id("9"), "nobody"),
    ] {
        fs::write(&file, format!("{odd}\n{second}"))?;
        let known = read_last_words(&file)?;
        assert_eq!((known.lines.len(), known.unreadable), (1, 1), "{odd}");
        let before = fs::read(&file)?;
        compact(&file, |_| false)?;
        assert_eq!(fs::read(&file)?, before, "{odd}");
    }
    Ok(())
}
