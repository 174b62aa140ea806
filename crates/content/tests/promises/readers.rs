//! Who reads what, and which options there are: the notice is compared with where mail goes and with what is offered.

use anyhow::{Context, ensure};
use domain::{
    bundle::Bundle,
    delivery::Recipient,
    options::{Purpose, offered, partner},
    site::Site,
    sorted_map::SortedMap,
    submission::MessageKind,
};

use crate::notice::{bundles, demo, french, items, said, texts, topic};

const RECIPIENTS: [Recipient; 2] = [Recipient::Mailbox, Recipient::Officer];

/// How the notice names who reads what comes to that address.
fn reader(recipient: Recipient) -> &'static str {
    match recipient {
        Recipient::Mailbox => "Les personnes de l’accueil et les conseillers",
        Recipient::Officer => "Le délégué ou la déléguée à la protection des données",
    }
}

/// How the notice names an option.
fn words(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::SmsReminders => "rappels par SMS",
        Purpose::TellPartner => "Dire à l’organisme qui t’a donné le lien",
        Purpose::News => "nouvelles de la Mission Locale",
    }
}

/// A Mission Locale that does nothing but what all do.
fn bare() -> anyhow::Result<Site> {
    Ok(Site {
        sms: false,
        news: false,
        partners: SortedMap::default(),
        ..demo()?
    })
}

#[test]
fn whoever_has_mail_or_carries_it_is_among_those_who_read() -> anyhow::Result<()> {
    let notice = french()?;
    let told = items(topic(&notice, "Qui les lit")?);
    for recipient in RECIPIENTS {
        let named = told.iter().any(|item| item.starts_with(reader(recipient)));
        ensure!(named, "the notice does not name {}", recipient.field());
    }
    let carriers = told.last().context("those who carry it")?;
    for carrier in ["{site.host}", "{site.mail_provider}"] {
        ensure!(carriers.contains(carrier), "{carriers}");
    }
    assert_eq!(told.len(), RECIPIENTS.len() + 1, "{told:?}");
    Ok(())
}

#[test]
fn no_partner_is_told_but_the_one_of_the_link() -> anyhow::Result<()> {
    let notice = french()?;
    let blocks = &topic(&notice, "Qui les lit")?.blocks;
    ensure!(
        blocks
            .iter()
            .map(said)
            .any(|text| text == "Aucun partenaire ne les reçoit.")
    );
    let site = demo()?;
    for (code, name) in site.partners.iter() {
        assert_eq!(partner(&site, Some(code)), Some(name.as_str()));
    }
    assert_eq!(partner(&site, None), None);
    Ok(())
}

#[test]
fn the_notice_lists_every_option_and_says_of_each_when_there_is_one() -> anyhow::Result<()> {
    let notice = french()?;
    let told = items(topic(&notice, "Les options, si tu veux")?);
    assert_eq!(told.len(), Purpose::ALL.len(), "{told:?}");
    for (item, purpose) in told.iter().zip(Purpose::ALL) {
        ensure!(item.contains(words(purpose)), "{item}");
        let is_everywhere = offered(&bare()?, None).any(|offered| offered == purpose);
        let has_condition = item.contains(", si ");
        assert_eq!(has_condition, !is_everywhere, "{item}");
    }
    Ok(())
}

#[test]
fn whoever_does_nothing_more_offers_no_option() -> anyhow::Result<()> {
    let site = bare()?;
    let links = [None, Some("instagram"), Some("mission-interim")];
    assert!(
        links
            .into_iter()
            .all(|link| offered(&site, link).next().is_none())
    );
    Ok(())
}

/// The labels of that bundle that speak of text messages, where a Mission Locale that sends none shows them.
fn shown_in_vain<'a>(bundle: &'a Bundle, site: &Site) -> Vec<&'a str> {
    let asking = [MessageKind::Registration, MessageKind::CallbackRequest];
    let forms = asking.map(|kind| bundle.form(kind.questionnaire()));
    let mut found = Vec::new();
    for form in forms.into_iter().flatten() {
        for question in form.questionnaire.questions() {
            let words = form.wording.questions.get(&question.id);
            let shown = question
                .choices
                .iter()
                .filter(|choice| choice.is_offered(site));
            let labels = shown.filter_map(|choice| Some(words?.choice(&choice.code)));
            found.extend(labels.filter(|label| speaks_of_text_messages(label)));
        }
    }
    found
}

fn speaks_of_text_messages(text: &str) -> bool {
    text.contains("SMS") || text.contains("text message") || text.contains("text reminder")
}

#[test]
fn no_choice_and_no_sentence_speaks_of_text_messages_where_none_are_sent() -> anyhow::Result<()> {
    for (language, bundle) in bundles()? {
        assert_eq!(shown_in_vain(&bundle, &bare()?), [""; 0], "{language}");
        assert_eq!(
            shown_in_vain(
                &bundle,
                &Site {
                    sms: true,
                    ..bare()?
                }
            )
            .len(),
            2,
            "in both forms"
        );
        let texts = texts(language)?;
        let texts = texts.iter().map(|(_, text)| text.clone());
        // The page of words explains what stands elsewhere.
        let pages = bundle.pages.iter().filter(|page| page.id != "mots");
        let topics = pages.flat_map(|page| &page.layers.topics);
        let blocks = topics.flat_map(|topic| topic.blocks.iter().map(said));
        let mut everywhere = texts.chain(blocks);
        let found = everywhere.find(|text| speaks_of_text_messages(text));
        assert_eq!(found, None, "{language}");
    }
    Ok(())
}
