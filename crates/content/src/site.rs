//! One Mission Locale's settings, from its file in `content/sites/`.

mod branches;
mod desk;
mod hours;
mod languages;
mod look;
mod neighbours;
mod notices;
mod password;
mod place;
mod reached;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use domain::{
    places::Territory,
    retention::{DEFAULT_KEEP_AFTER_DELIVERY_DAYS, MAX_KEEP_AFTER_DELIVERY_DAYS},
    site::Site,
    sorted_map::SortedMap,
};

use crate::{
    fields::Fields,
    names,
    problem::{ContentError, Problems},
    secret::{Credentials, Secret},
    source::{Mark, Source, Value},
};
use branches::Branch;
use reached::{address, callers, emails, number, spaced, website};

pub use desk::{Desk, WelcomePlace};
pub use languages::Languages;
pub use look::{Look, Picture};
pub use neighbours::Neighbour;
pub use notices::NOTICES_OF_APP;
pub(crate) use notices::file_name as notice_file_name;

/// What the endpoint knows of the Mission Locale it serves.
#[derive(Debug, Clone)]
pub struct SiteFile {
    /// What is public; `keys` and `written_at` are empty, the endpoint fills them.
    pub public: Site,
    /// The dedicated mailbox that registrations go to.
    pub mailbox: String,
    /// Those of branches that have one of their own, by the branch's id.
    pub branch_mailboxes: BTreeMap<String, String>,
    /// The address they come from.
    pub mail_from: String,
    /// What the PDF is encrypted with, where the site names a file that holds it.
    pub mailbox_password: Option<Secret>,
    /// Whether subjects of mails carry flags: urgent, under 18, wish of hour, outside, language.
    pub subject_flags: bool,
    /// Whether the mailbox is sent a list of what is to be called when the telephone begins to be answered.
    pub call_list: bool,
    /// Whether the mailbox is reminded each week of fiches that are to be erased.
    pub erasure_list: bool,
    /// Other Missions Locales, for who lives outside the territory.
    pub neighbours: Vec<Neighbour>,
    /// Where advisors work; without it there is no desk.
    pub desk: Option<Desk>,
    /// Those that the build puts into the app; of a notice in force none is missing.
    pub languages: Languages,
    /// What the build puts into the app; pictures are read for a build alone.
    pub look: Look,
    /// Where each commune of the territory, of branches and of neighbours stands in the file.
    communes: Vec<(String, Mark)>,
}

impl SiteFile {
    /// Reads and checks a site's file, and the password it names among `credentials` or beside it.
    ///
    /// # Errors
    ///
    /// Every mistake of the file, with its line, its field and what was expected.
    /// The notice versions it names must stand in `../notices`, seen from the file.
    pub fn read(path: &Path, credentials: &Credentials) -> Result<Self, ContentError> {
        Self::read_with(path, Some(credentials))
    }

    /// For a build: its pictures are read, and no password is looked for.
    ///
    /// # Errors
    ///
    /// As [`SiteFile::read`].
    pub fn read_for_build(path: &Path) -> Result<Self, ContentError> {
        Self::read_with(path, None)
    }

    /// What is public of it.
    ///
    /// # Errors
    ///
    /// As [`SiteFile::read_for_build`].
    pub fn read_public(path: &Path) -> Result<Site, ContentError> {
        Self::read_for_build(path).map(|site| site.public)
    }

    /// The neighbour that serves the commune of an answer.
    #[must_use]
    pub fn neighbour_of(&self, answer: &str) -> Option<&Neighbour> {
        let serves = |neighbour: &&Neighbour| {
            Territory::of("", answer, &neighbour.communes) == Some(Territory::Inside)
        };
        self.neighbours.iter().find(serves)
    }

    /// Where young people can be welcomed together: the Mission Locale, its branches, and the places of the desk.
    pub fn welcome_places(&self) -> impl Iterator<Item = WelcomePlace> {
        let own = [&self.public].into_iter().chain(&self.public.branches);
        let own = own.map(|site| WelcomePlace {
            id: site.id.clone(),
            name: site.name.clone(),
            address: site.address.clone(),
        });
        own.chain(
            self.desk
                .iter()
                .flat_map(|desk| desk.welcome_places.clone()),
        )
    }

    /// Refuses the communes of the file that the list of communes speaks against: `refusal` says what was expected in the
    /// place of a code, or nothing.
    ///
    /// # Errors
    ///
    /// Every code that is refused, with its line.
    pub fn check_territory(
        &self,
        refusal: impl Fn(&str) -> Option<String>,
    ) -> Result<(), ContentError> {
        let problems = Problems::default();
        for (code, mark) in &self.communes {
            if let Some(expected) = refusal(code) {
                mark.refuse(&problems, expected);
            }
        }
        problems.into_result()
    }

    fn read_with(path: &Path, credentials: Option<&Credentials>) -> Result<Self, ContentError> {
        let problems = Problems::default();
        let site = Source::load(path, &problems).and_then(|source| {
            let table = source.parse()?;
            site_file(&source.top(&table), credentials)
        });
        problems.into_result()?;
        // Without a problem there is a site: every `None` below has reported one.
        site.ok_or_else(|| ContentError::unreadable(path))
    }
}

fn site_file(fields: &Fields<'_>, credentials: Option<&Credentials>) -> Option<SiteFile> {
    let text = |name, what: &str| fields.required(name, what).and_then(|value| value.text());
    let number = number(fields);
    let address = address(fields);
    let id = id(fields);
    let website = website(fields);
    let time_zone = fields
        .required("time_zone", "un fuseau horaire, comme \"Europe/Paris\"")
        .and_then(|value| place::time_zone(&value));
    let name = text("name", "le nom entier de la Mission Locale");
    let emails = emails(fields);
    let processors = processors(fields);
    let opening_hours = fields
        .required("opening_hours", "une table des heures d’ouverture par jour")
        .and_then(|value| hours::opening_hours(&value));
    let postal_areas = fields.required("postal_areas", "le début des codes postaux du territoire");
    let postal_areas = postal_areas.map(|value| place::postal_areas(&value));
    let has_desk = fields.optional("desk").is_some();
    let notices = fields.required(
        "notices",
        "une table avec la version de chaque notice en vigueur",
    );
    let notices = notices.and_then(|value| notices::versions(&value, has_desk));
    let partners = partners(fields);
    let languages = languages::read(fields);
    let keep_after_delivery_days = keep_days(fields, has_desk);
    let callers = callers(fields);
    let look = look::read(fields, credentials.is_none());
    let [news, sms, subject_flags, call_list, erasure_list] =
        ["news", "sms", "subject_flags", "call_list", "erasure_list"]
            .map(|name| flag(fields, name));
    let places = places(fields, id.as_deref());
    let of_branches = places.branches.iter().flatten().map(Branch::id);
    let desk = desk::read(fields, id.iter().cloned().chain(of_branches).collect());
    let mailbox_password = fields
        .optional("mailbox_password_file")
        .zip(credentials)
        .map(|(value, credentials)| password::read(&value, credentials));
    let own_mailbox = emails.as_ref().map(|[_, _, mailbox, _]| mailbox.as_str());
    let branches = places.branches.as_deref().unwrap_or_default();
    branches::refuse_mailboxes(fields, branches, own_mailbox);
    fields.refuse_unknown();
    let number = number?;
    let [host, mail_provider] = processors?;
    let [contact, officer_email, mailbox, mail_from] = emails?;
    let (callers, calls_from) = callers?;
    let branches = places.branches?;
    let mut public = Site {
        id: id?,
        name: name?,
        address: address?,
        phone: spaced(&number),
        phone_e164: number.e164(),
        email: contact,
        website: website?,
        officer_email,
        host,
        mail_provider,
        time_zone: time_zone?,
        opening_hours: opening_hours?,
        postal_areas: postal_areas?,
        territory: places.territory,
        keep_after_delivery_days: keep_after_delivery_days?,
        notices: notices?.into_iter().collect(),
        partners: partners?,
        news: news?,
        sms: sms?,
        callers,
        calls_from,
        branches: Vec::new(),
        keys: Vec::new(),
        written_at: None,
    };
    let in_public = branches.iter().map(|branch| branch.public(&public));
    public.branches = in_public.collect();
    let mailbox_password = match mailbox_password {
        Some(password) => Some(password?),
        None => None,
    };
    Some(SiteFile {
        public,
        mailbox,
        branch_mailboxes: branches::mailboxes(&branches),
        mail_from,
        mailbox_password,
        subject_flags: subject_flags?,
        call_list: call_list?,
        erasure_list: erasure_list?,
        neighbours: places.neighbours,
        desk,
        languages: languages?,
        look: look?,
        communes: places.communes,
    })
}

/// What the file says by commune.
struct Places {
    territory: Vec<String>,
    neighbours: Vec<Neighbour>,
    branches: Option<Vec<Branch>>,
    /// Where each commune stands.
    communes: Vec<(String, Mark)>,
}

/// Territory, neighbours and branches; `id` is the Mission Locale's own.
fn places(fields: &Fields<'_>, id: Option<&str>) -> Places {
    let territory = fields.optional("territory");
    let territory = territory.map(|value| place::territory(&value));
    let territory = territory.unwrap_or_default();
    let neighbours = fields.optional("neighbours");
    let neighbours = neighbours.map(|value| neighbours::read(&value));
    let (neighbours, their_communes) = neighbours.unwrap_or_default();
    let branches = fields.optional("branches");
    let branches = branches.map_or(Some(Vec::new()), |value| branches::read(&value, id));
    let mut communes: Vec<(String, Mark)> =
        territory.iter().chain(&their_communes).cloned().collect();
    refuse_doubles(fields, &communes);
    let territory: Vec<String> = territory.into_iter().map(|(code, _)| code).collect();
    let of_branches = branches.iter().flatten().flat_map(Branch::communes);
    let of_branches: Vec<(String, Mark)> = of_branches.cloned().collect();
    branches::refuse_communes(fields, &of_branches, &territory, &their_communes);
    communes.extend(of_branches);
    Places {
        territory,
        neighbours,
        branches,
        communes,
    }
}

/// The companies that carry the answers (GDPR article 28).
fn processors(fields: &Fields<'_>) -> Option<[String; 2]> {
    let text = |name, what: &str| fields.required(name, what).and_then(|value| value.text());
    let host = text(
        "host",
        "l’entreprise qui héberge ce service, nommée dans la notice",
    );
    let mail_provider = text(
        "mail_provider",
        "l’entreprise qui porte les messages de la boîte, nommée dans la notice",
    );
    Some([host?, mail_provider?])
}

/// Off without its line.
fn flag(fields: &Fields<'_>, name: &str) -> Option<bool> {
    fields
        .optional(name)
        .map_or(Some(false), |value| value.flag())
}

/// One commune has one Mission Locale.
fn refuse_doubles(fields: &Fields<'_>, communes: &[(String, Mark)]) {
    let mut seen = BTreeSet::new();
    for (code, mark) in communes {
        if !seen.insert(code) {
            fields.refuse_at(
                mark,
                format!("il faut chaque commune une fois: \"{code}\" est plus haut"),
            );
        }
    }
}

fn id(fields: &Fields<'_>) -> Option<String> {
    let value = fields.required("id", "un nom court, comme \"demo\"")?;
    value.parsed(
        "des petites lettres, des chiffres et des traits d’union",
        |text| names::is_short_name(text).then(|| text.to_owned()),
    )
}

fn keep_days(fields: &Fields<'_>, has_desk: bool) -> Option<u16> {
    let Some(value) = fields.optional("keep_after_delivery_days") else {
        return Some(if has_desk {
            MAX_KEEP_AFTER_DELIVERY_DAYS
        } else {
            DEFAULT_KEEP_AFTER_DELIVERY_DAYS
        });
    };
    let days = value.number(1, i32::from(MAX_KEEP_AFTER_DELIVERY_DAYS))?;
    u16::try_from(days).ok()
}

fn partners(fields: &Fields<'_>) -> Option<SortedMap<String>> {
    let Some(value) = fields.optional("partners") else {
        return Some(SortedMap::default());
    };
    let partners = value.fields()?.entries().into_iter();
    let partner = |(code, name): (String, Value<'_>)| {
        if !names::is_short_name(&code) {
            name.place.refuse(
                "il faut le code d’un lien : des petites lettres, des chiffres et des traits d’union, 40 au plus",
            );
        }
        Some((code, name.text()?))
    };
    Some(partners.filter_map(partner).collect())
}
