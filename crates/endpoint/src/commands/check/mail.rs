//! The mail part of a check: what the mail server says, and what DNS publishes about the sender's domain.

use domain::delivery::DeliveryFailure;

use super::{
    Lines, Mark,
    dns::{Dns, Published},
};
use crate::{
    clock::Clock,
    config::CheckCommand,
    delivery::{Mailer, NotTaken, TestMail, after_a_space, one_line},
    endpoint::Checked,
    mails::CheckWords,
};

/// Goes as far as the recipient is taken; with a test mail, to the end. Then the sender's domain is looked up.
pub(super) async fn mail(
    checked: &Checked,
    clock: &Clock,
    mailer: Mailer,
    asked: CheckCommand,
    lines: &mut Lines,
) {
    let words = &checked.mails.check;
    if let Mailer::Folder(folder) = &mailer {
        let folder = folder.display().to_string();
        lines.say(Mark::ToSee, words.mail_folder(&folder));
        if !asked.send_test {
            return;
        }
    }
    let branches = checked.site.branch_mailboxes.keys();
    let branches = branches.map(|branch| Some(branch.as_str()));
    for branch in [None].into_iter().chain(branches) {
        let test = TestMail {
            config: &checked.config,
            site: &checked.site,
            mails: &checked.mails,
            addresses: &checked.addresses,
            mailer: &mailer,
            branch,
        };
        if asked.send_test {
            send(checked, &test, clock, lines).await;
        } else {
            offer(checked, &test, clock, lines).await;
        }
    }
    if matches!(mailer, Mailer::Smtp(_)) {
        sender(checked, &Dns::of(asked.dns), lines).await;
    }
}

async fn send(checked: &Checked, test: &TestMail<'_>, clock: &Clock, lines: &mut Lines) {
    let (words, mailbox) = (&checked.mails.check, test.mailbox());
    match test.send(clock.now()).await {
        Ok(()) => {
            let has_password = checked.site.mailbox_password.is_some();
            let password = has_password.then(|| words.test_password());
            let line = words.test_sent(&mailbox, &after_a_space(password));
            lines.say(Mark::Good, line);
        }
        Err(not) => {
            let line = words.test_failed(&mailbox, not.failure.code(), &reply(&not, words));
            lines.say(Mark::Failed, line);
        }
    }
}

async fn offer(checked: &Checked, test: &TestMail<'_>, clock: &Clock, lines: &mut Lines) {
    let (words, mailbox) = (&checked.mails.check, test.mailbox());
    let server = test.mailer.server();
    match test.offer(clock.now()).await {
        Ok(()) => lines.say(Mark::Good, words.mail_ready(&server, &mailbox)),
        Err(not) => {
            // "Come back later" is what a server says to whom it does not know yet: a registration is tried again.
            let mark = if not.failure == DeliveryFailure::Deferred {
                Mark::ToSee
            } else {
                Mark::Failed
            };
            let (code, reply) = (not.failure.code(), reply(&not, words));
            lines.say(mark, words.mail_failed(&server, &mailbox, code, &reply));
        }
    }
}

fn reply(not: &NotTaken, words: &CheckWords) -> String {
    after_a_space(not.said.as_ref().map(|said| words.server_said(said)))
}

/// What other mail servers find out about the sender before they believe it.
async fn sender(checked: &Checked, dns: &Dns, lines: &mut Lines) {
    let words = &checked.mails.check;
    let domain = checked.site.mail_from.rsplit('@').next();
    let domain = domain.unwrap_or_default();
    let spf = dns.spf(domain).await;
    let dmarc = match spf {
        Published::NoAnswer => Published::NoAnswer,
        Published::Records(_) => dns.dmarc(domain).await,
    };
    let mut missed = Vec::new();
    for (kind, found) in [("SPF", spf), ("DMARC", dmarc)] {
        match found {
            Published::NoAnswer => missed.push(kind),
            Published::Records(records) => match &records[..] {
                [] if kind == "SPF" => lines.say(Mark::ToSee, words.no_spf(domain)),
                [] => lines.say(Mark::ToSee, words.no_dmarc(domain)),
                [record] => {
                    let line = words.published(kind, domain, &one_line(record));
                    lines.say(Mark::Good, line);
                }
                _ => lines.say(Mark::ToSee, words.published_twice(kind, domain)),
            },
        }
    }
    if !missed.is_empty() {
        let line = words.dns_silent(&missed.join(" et "), domain);
        lines.say(Mark::ToSee, line);
    }
}
