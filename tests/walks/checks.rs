//! What has to be true at the end of every walk. Each check has a name, a sentence, and a breakage that it catches.

use domain::{
    outbox::{Entry, SentRecord, Unconfirmed},
    wire::SubmissionId,
};
use endpoint::Mail;
use testing::pdf_text;

use crate::{
    device::Told,
    mission_locale::Stored,
    plan::Bad,
    walk::{Letter, Letters},
};

/// A queue leaves within five minutes of a good network.
pub(crate) const DRAIN_SECONDS: i64 = 300;

/// What is found once a walk is over.
pub(crate) struct Found {
    pub(crate) letters: Letters,
    pub(crate) waiting: Vec<Entry>,
    /// Copies of what was received, on the phone.
    pub(crate) copies: Vec<Unconfirmed>,
    pub(crate) received: Vec<SentRecord>,
    /// Every text on the phone.
    pub(crate) on_disk: Vec<String>,
    pub(crate) stored: Vec<Stored>,
    /// Seconds from a good network to an empty queue; `None` where it never emptied.
    pub(crate) drained_in: Option<i64>,
    /// What the mailbox got, where mails were made.
    pub(crate) mails: Option<Vec<Mail>>,
    /// Whether the endpoint was put back to an older state.
    pub(crate) is_restored: bool,
    /// Whether that state did not know of mails that had been sent: they are sent once more.
    pub(crate) mailed_before: bool,
}

pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) sentence: &'static str,
    /// How many times it does not hold.
    pub(crate) broken: fn(&Found) -> usize,
}

pub(crate) static CHECKS: [Check; 9] = [
    Check {
        name: "kept",
        sentence: "What the person was told is kept is on the phone or on the endpoint.",
        broken: lost,
    },
    Check {
        name: "once",
        sentence: "What was sent once is on the endpoint once, with one delivery.",
        broken: doubled,
    },
    Check {
        name: "answers",
        sentence: "The endpoint's answers are those that the person checked.",
        broken: changed,
    },
    Check {
        name: "number",
        sentence: "The number on the phone is the endpoint's.",
        broken: misnumbered,
    },
    Check {
        name: "blocked",
        sentence: "One bad entry blocks no other, and stays on the phone.",
        broken: blocked,
    },
    Check {
        name: "drained",
        sentence: "The queue empties within five minutes of a good network.",
        broken: slow,
    },
    Check {
        name: "clear",
        sentence: "No clear answer is on the phone after sending.",
        broken: clear,
    },
    Check {
        name: "mailed",
        sentence: "Each registration is one mail, and its PDF says what was checked.",
        broken: mismailed,
    },
    Check {
        name: "returned",
        sentence: "What has a receipt is there in the end, after an old backup too.",
        broken: unreturned,
    },
];

/// The checks that do not hold.
pub(crate) fn failed(found: &Found) -> Vec<&'static Check> {
    let does_not_hold = |check: &&Check| (check.broken)(found) > 0;
    CHECKS.iter().filter(does_not_hold).collect()
}

impl Found {
    fn is_stored(&self, id: &SubmissionId) -> bool {
        self.stored.iter().any(|stored| stored.id == *id)
    }

    fn waits(&self, id: &SubmissionId) -> bool {
        self.waiting.iter().any(|entry| entry.id == *id)
    }

    /// Whether the sealed bytes are on the phone.
    fn is_on_phone(&self, id: &SubmissionId) -> bool {
        self.waits(id) || self.copies.iter().any(|copy| copy.entry.id == *id)
    }

    /// Whether somebody at the Mission Locale has it or will: it is on the endpoint, or a mail says its number.
    fn has_arrived(&self, id: &SubmissionId) -> bool {
        let mut records = self.received.iter();
        let number = records.find(|record| record.id == *id);
        let number = number.map(|record| record.reference.spaced());
        let says = |mail: &Mail| number.as_ref().is_some_and(|it| mail.subject.contains(it));
        let mut mails = self.mails.iter().flatten();
        self.is_stored(id) || mails.any(says)
    }

    fn good(&self) -> impl Iterator<Item = (&SubmissionId, &Letter)> {
        self.letters
            .iter()
            .filter(|(_, letter)| letter.bad.is_none())
    }

    fn has_bad(&self) -> bool {
        self.letters.values().any(|letter| letter.bad.is_some())
    }
}

fn lost(found: &Found) -> usize {
    let gone = |(id, letter): &(&SubmissionId, &Letter)| match letter.told {
        Told::Kept => !found.is_on_phone(id) && !found.has_arrived(id),
        // A full phone has no copy: what the endpoint loses then is lost.
        Told::Received => !found.is_restored && !found.is_stored(id),
        Told::Nothing | Told::NotKept => false,
    };
    found.letters.iter().filter(gone).count()
}

fn doubled(found: &Found) -> usize {
    let copies = |letter: &Letter| {
        let name = letter.message.answers.one("first_name");
        let same = |stored: &&Stored| stored.answers.one("first_name") == name;
        found.stored.iter().filter(same).count()
    };
    let letters = found.letters.values();
    let doubles: usize = letters.map(|letter| copies(letter).saturating_sub(1)).sum();
    let deliveries = found.stored.iter().filter(|stored| stored.deliveries != 1);
    doubles + deliveries.count()
}

fn changed(found: &Found) -> usize {
    let differs = |stored: &&Stored| {
        let letter = found.letters.get(&stored.id);
        letter.is_some_and(|letter| letter.message.answers != stored.answers)
    };
    found.stored.iter().filter(differs).count()
}

fn misnumbered(found: &Found) -> usize {
    let wrong = |record: &&SentRecord| {
        let stored = found.stored.iter().find(|stored| stored.id == record.id);
        stored.is_some_and(|stored| stored.reference != record.reference)
    };
    found.received.iter().filter(wrong).count()
}

fn blocked(found: &Found) -> usize {
    if !found.has_bad() {
        return 0;
    }
    let held = found.good().filter(|(id, _)| found.waits(id)).count();
    let dropped = |(id, letter): &(&SubmissionId, &Letter)| {
        letter.bad.is_some() && letter.told == Told::Kept && !found.waits(id)
    };
    held + found.letters.iter().filter(dropped).count()
}

fn slow(found: &Found) -> usize {
    let general = |letter: &&Letter| letter.bad.is_some_and(Bad::sounds_general);
    let general = found.letters.values().filter(general).count();
    // Each of those holds the others once.
    let limit = DRAIN_SECONDS * (1 + i64::try_from(general).unwrap_or_default());
    usize::from(found.drained_in.is_none_or(|seconds| seconds > limit))
}

fn clear(found: &Found) -> usize {
    let said = |letter: &Letter, text: &String| {
        let personal = ["first_name", "usage_name", "phone", "address_line"];
        let answers = personal.map(|question| letter.message.answers.one(question));
        answers.iter().flatten().any(|answer| text.contains(answer))
    };
    let letters = found.letters.values();
    letters
        .filter(|letter| found.on_disk.iter().any(|text| said(letter, text)))
        .count()
}

fn mismailed(found: &Found) -> usize {
    let Some(mails) = &found.mails else {
        return 0;
    };
    let wrong = |stored: &&Stored| {
        let about = |mail: &&Mail| mail.subject.contains(&stored.reference.spaced());
        let own: Vec<&Mail> = mails.iter().filter(about).collect();
        let Some(mail) = own
            .first()
            .filter(|_| own.len() == 1 || found.mailed_before)
        else {
            return true;
        };
        let pdf = mail.attachment.as_ref();
        let printed = pdf.and_then(|pdf| pdf_text(&pdf.bytes).ok());
        let printed = printed.unwrap_or_default();
        let name = stored.answers.one("first_name").unwrap_or_default();
        !printed.contains(name)
    };
    found.stored.iter().filter(wrong).count()
}

fn unreturned(found: &Found) -> usize {
    let gone = |record: &&SentRecord| !found.has_arrived(&record.id);
    found.received.iter().filter(gone).count()
}
