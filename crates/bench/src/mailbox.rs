//! The mailbox, counted: what arrived, what is missing, what came twice.
//!
//! Mail is taken out of `new` while it arrives, as a mail program does:
//! a second delivery of the same submission is then a second file, and is seen.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::anyhow;

use crate::clock;

const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Deliveries that stand still for so long are not coming.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often each file has arrived, by name.
type Arrivals = BTreeMap<String, usize>;

/// Takes mail as it arrives.
pub(crate) struct Reader {
    folder: PathBuf,
    enough: Arc<AtomicBool>,
    taken: Arc<AtomicUsize>,
    thread: JoinHandle<io::Result<Arrivals>>,
}

impl Reader {
    /// Starts to read the maildir, which need not be there yet.
    pub(crate) fn open(folder: &Path) -> Self {
        let enough = Arc::new(AtomicBool::new(false));
        let taken = Arc::new(AtomicUsize::new(0));
        let thread = {
            let (folder, enough, taken) =
                (folder.to_owned(), Arc::clone(&enough), Arc::clone(&taken));
            thread::spawn(move || {
                let mut arrivals = Arrivals::new();
                loop {
                    // Asked before the look, so that the last look sees everything.
                    let last = enough.load(Ordering::SeqCst);
                    taken.fetch_add(take(&folder, &mut arrivals)?, Ordering::SeqCst);
                    if last {
                        return Ok(arrivals);
                    }
                    thread::sleep(LOOK_EVERY);
                }
            })
        };
        Self {
            folder: folder.to_owned(),
            enough,
            taken,
            thread,
        }
    }

    /// How many mails have arrived so far.
    pub(crate) fn taken(&self) -> usize {
        self.taken.load(Ordering::SeqCst)
    }

    /// Waits until so many mails have arrived, or until none arrives any more.
    pub(crate) async fn wait_for(&self, wanted: usize) {
        let mut last = (self.taken(), clock::now());
        while self.taken() < wanted && last.1.elapsed() < PATIENCE {
            tokio::time::sleep(LOOK_EVERY).await;
            if self.taken() > last.0 {
                last = (self.taken(), clock::now());
            }
        }
    }

    /// Looks a last time, and compares with what was acknowledged.
    ///
    /// # Errors
    /// When the folder or a mail in it cannot be read.
    pub(crate) fn count(self, acknowledged: &[String]) -> anyhow::Result<Count> {
        self.enough.store(true, Ordering::SeqCst);
        let ended = self.thread.join();
        let arrivals = ended.map_err(|_| anyhow!("the reader ended in a panic"))??;
        let mut references = Vec::new();
        for (name, times) in arrivals {
            let mail = fs::read(self.folder.join("cur").join(&name))?;
            let reference = reference_in(&String::from_utf8_lossy(&mail));
            let reference = reference.ok_or_else(|| anyhow!("{name} names no registration"))?;
            references.extend((0..times).map(|_| reference.clone()));
        }
        Ok(Count::new(acknowledged, &references))
    }
}

/// Moves what is in `new` to `cur`; how many there were.
fn take(folder: &Path, arrivals: &mut Arrivals) -> io::Result<usize> {
    let new = match fs::read_dir(folder.join("new")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        new => new?,
    };
    let mut taken = 0;
    for mail in new {
        let mail = mail?;
        fs::rename(mail.path(), folder.join("cur").join(mail.file_name()))?;
        let name = mail.file_name().to_string_lossy().into_owned();
        *arrivals.entry(name).or_default() += 1;
        taken += 1;
    }
    Ok(taken)
}

/// The reference of the registration that a mail carries, from the name of its PDF.
fn reference_in(mail: &str) -> Option<String> {
    let (_, after) = mail.split_once("_preinscription_")?;
    let (reference, _) = after.split_once(".pdf")?;
    Some(reference.to_owned())
}

/// Acknowledged submissions against mails.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// Mails.
    pub(crate) delivered: usize,
    /// Acknowledged, and in no mail.
    pub(crate) lost: usize,
    /// Mails too many of one submission, and submissions that share a reference.
    pub(crate) doubled: usize,
    /// In a mail although never acknowledged: an answer that was lost on the way.
    pub(crate) unasked: usize,
}

impl Count {
    fn new(acknowledged: &[String], delivered: &[String]) -> Self {
        let times = |all: &[String]| {
            let mut times = BTreeMap::<String, usize>::new();
            for reference in all {
                *times.entry(reference.clone()).or_default() += 1;
            }
            times
        };
        let (asked, came) = (times(acknowledged), times(delivered));
        let is_missing = |reference: &&String| !came.contains_key(*reference);
        let is_unasked = |reference: &&String| !asked.contains_key(*reference);
        let surplus =
            |times: &BTreeMap<String, usize>| times.values().map(|one| one - 1).sum::<usize>();
        Self {
            delivered: delivered.len(),
            lost: asked.keys().filter(is_missing).count(),
            doubled: surplus(&asked) + surplus(&came),
            unasked: came.keys().filter(is_unasked).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[&str]) -> Vec<String> {
        all.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn what_is_lost_doubled_or_unasked_is_counted_apart() {
        let acknowledged = names(&["A", "B", "C", "D"]);
        let all = Count::new(&acknowledged, &acknowledged);
        assert_eq!(
            (all.delivered, all.lost, all.doubled, all.unasked),
            (4, 0, 0, 0)
        );
        let count = Count::new(&acknowledged, &names(&["A", "A", "A", "B", "E"]));
        assert_eq!((count.lost, count.doubled, count.unasked), (2, 2, 1));
        assert_eq!(Count::new(&names(&["A", "A"]), &names(&["A"])).doubled, 1);
    }

    #[test]
    fn a_mail_that_comes_again_after_it_was_read_is_counted_twice() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for part in ["new", "cur"] {
            fs::create_dir(folder.path().join(part))?;
        }
        let mut arrivals = Arrivals::new();
        for _ in 0..2 {
            fs::write(
                folder.path().join("new/one.eml"),
                "2026-11-21_1842_preinscription_KT4HW7PX.pdf",
            )?;
            assert_eq!(take(folder.path(), &mut arrivals)?, 1);
        }
        assert_eq!(arrivals.get("one.eml"), Some(&2));
        let mail = fs::read_to_string(folder.path().join("cur/one.eml"))?;
        assert_eq!(reference_in(&mail).as_deref(), Some("KT4HW7PX"));
        Ok(())
    }
}
