//! A telephone number as the fiche shows it: dotted as in I-Milo, or in groups with its country where it is foreign.

use domain::phone::PhoneNumber;

/// Country codes of ITU-T E.164 and the countries they are given to, by their French names; none begins another.
const COUNTRIES: [(&str, &str); 198] = [
    ("1", "États-Unis, Canada ou Caraïbes"),
    ("20", "Égypte"),
    ("211", "Soudan du Sud"),
    ("212", "Maroc"),
    ("213", "Algérie"),
    ("216", "Tunisie"),
    ("218", "Libye"),
    ("220", "Gambie"),
    ("221", "Sénégal"),
    ("222", "Mauritanie"),
    ("223", "Mali"),
    ("224", "Guinée"),
    ("225", "Côte d’Ivoire"),
    ("226", "Burkina Faso"),
    ("227", "Niger"),
    ("228", "Togo"),
    ("229", "Bénin"),
    ("230", "Maurice"),
    ("231", "Libéria"),
    ("232", "Sierra Leone"),
    ("233", "Ghana"),
    ("234", "Nigéria"),
    ("235", "Tchad"),
    ("236", "République centrafricaine"),
    ("237", "Cameroun"),
    ("238", "Cap-Vert"),
    ("239", "Sao Tomé-et-Principe"),
    ("240", "Guinée équatoriale"),
    ("241", "Gabon"),
    ("242", "Congo"),
    ("243", "République démocratique du Congo"),
    ("244", "Angola"),
    ("245", "Guinée-Bissau"),
    ("246", "territoire britannique de l’océan Indien"),
    ("247", "Ascension"),
    ("248", "Seychelles"),
    ("249", "Soudan"),
    ("250", "Rwanda"),
    ("251", "Éthiopie"),
    ("252", "Somalie"),
    ("253", "Djibouti"),
    ("254", "Kenya"),
    ("255", "Tanzanie"),
    ("256", "Ouganda"),
    ("257", "Burundi"),
    ("258", "Mozambique"),
    ("260", "Zambie"),
    ("261", "Madagascar"),
    ("263", "Zimbabwe"),
    ("264", "Namibie"),
    ("265", "Malawi"),
    ("266", "Lesotho"),
    ("267", "Botswana"),
    ("268", "Eswatini"),
    ("269", "Comores"),
    ("27", "Afrique du Sud"),
    ("290", "Sainte-Hélène"),
    ("291", "Érythrée"),
    ("297", "Aruba"),
    ("298", "Îles Féroé"),
    ("299", "Groenland"),
    ("30", "Grèce"),
    ("31", "Pays-Bas"),
    ("32", "Belgique"),
    ("34", "Espagne"),
    ("350", "Gibraltar"),
    ("351", "Portugal"),
    ("352", "Luxembourg"),
    ("353", "Irlande"),
    ("354", "Islande"),
    ("355", "Albanie"),
    ("356", "Malte"),
    ("357", "Chypre"),
    ("358", "Finlande"),
    ("359", "Bulgarie"),
    ("36", "Hongrie"),
    ("370", "Lituanie"),
    ("371", "Lettonie"),
    ("372", "Estonie"),
    ("373", "Moldavie"),
    ("374", "Arménie"),
    ("375", "Biélorussie"),
    ("376", "Andorre"),
    ("377", "Monaco"),
    ("378", "Saint-Marin"),
    ("379", "Vatican"),
    ("380", "Ukraine"),
    ("381", "Serbie"),
    ("382", "Monténégro"),
    ("383", "Kosovo"),
    ("385", "Croatie"),
    ("386", "Slovénie"),
    ("387", "Bosnie-Herzégovine"),
    ("389", "Macédoine du Nord"),
    ("39", "Italie"),
    ("40", "Roumanie"),
    ("41", "Suisse"),
    ("420", "République tchèque"),
    ("421", "Slovaquie"),
    ("423", "Liechtenstein"),
    ("43", "Autriche"),
    ("44", "Royaume-Uni"),
    ("45", "Danemark"),
    ("46", "Suède"),
    ("47", "Norvège"),
    ("48", "Pologne"),
    ("49", "Allemagne"),
    ("500", "Îles Malouines"),
    ("501", "Belize"),
    ("502", "Guatemala"),
    ("503", "Salvador"),
    ("504", "Honduras"),
    ("505", "Nicaragua"),
    ("506", "Costa Rica"),
    ("507", "Panama"),
    ("509", "Haïti"),
    ("51", "Pérou"),
    ("52", "Mexique"),
    ("53", "Cuba"),
    ("54", "Argentine"),
    ("55", "Brésil"),
    ("56", "Chili"),
    ("57", "Colombie"),
    ("58", "Venezuela"),
    ("591", "Bolivie"),
    ("592", "Guyana"),
    ("593", "Équateur"),
    ("595", "Paraguay"),
    ("597", "Suriname"),
    ("598", "Uruguay"),
    ("599", "Caraïbes néerlandaises"),
    ("60", "Malaisie"),
    ("61", "Australie"),
    ("62", "Indonésie"),
    ("63", "Philippines"),
    ("64", "Nouvelle-Zélande"),
    ("65", "Singapour"),
    ("66", "Thaïlande"),
    ("670", "Timor oriental"),
    ("672", "Norfolk ou Antarctique"),
    ("673", "Brunei"),
    ("674", "Nauru"),
    ("675", "Papouasie-Nouvelle-Guinée"),
    ("676", "Tonga"),
    ("677", "Îles Salomon"),
    ("678", "Vanuatu"),
    ("679", "Fidji"),
    ("680", "Palaos"),
    ("682", "Îles Cook"),
    ("683", "Niue"),
    ("685", "Samoa"),
    ("686", "Kiribati"),
    ("688", "Tuvalu"),
    ("690", "Tokelau"),
    ("691", "Micronésie"),
    ("692", "Îles Marshall"),
    ("7", "Russie ou Kazakhstan"),
    ("81", "Japon"),
    ("82", "Corée du Sud"),
    ("84", "Viêt Nam"),
    ("850", "Corée du Nord"),
    ("852", "Hong Kong"),
    ("853", "Macao"),
    ("855", "Cambodge"),
    ("856", "Laos"),
    ("86", "Chine"),
    ("880", "Bangladesh"),
    ("886", "Taïwan"),
    ("90", "Turquie"),
    ("91", "Inde"),
    ("92", "Pakistan"),
    ("93", "Afghanistan"),
    ("94", "Sri Lanka"),
    ("95", "Birmanie"),
    ("960", "Maldives"),
    ("961", "Liban"),
    ("962", "Jordanie"),
    ("963", "Syrie"),
    ("964", "Irak"),
    ("965", "Koweït"),
    ("966", "Arabie saoudite"),
    ("967", "Yémen"),
    ("968", "Oman"),
    ("970", "Palestine"),
    ("971", "Émirats arabes unis"),
    ("972", "Israël"),
    ("973", "Bahreïn"),
    ("974", "Qatar"),
    ("975", "Bhoutan"),
    ("976", "Mongolie"),
    ("977", "Népal"),
    ("98", "Iran"),
    ("992", "Tadjikistan"),
    ("993", "Turkménistan"),
    ("994", "Azerbaïdjan"),
    ("995", "Géorgie"),
    ("996", "Kirghizistan"),
    ("998", "Ouzbékistan"),
];

/// The number, read aloud and dialled by an advisor.
pub(super) fn shown(number: &PhoneNumber) -> String {
    if !number.is_foreign() {
        return number.dotted();
    }
    let dialled = number.e164();
    let digits = dialled.trim_start_matches('+');
    let country = COUNTRIES.iter().find(|(code, _)| digits.starts_with(code));
    match country {
        Some((code, name)) => {
            let national = digits.get(code.len()..).unwrap_or_default();
            format!("+{code} {} ({name})", groups(national))
        }
        None => format!("{dialled} (pays inconnu)"),
    }
}

/// Groups of three digits, the last of two to four.
fn groups(digits: &str) -> String {
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 3 == 0 && digits.len() - place > 1 {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_number_is_shown_with_its_country() {
        for (typed, expected) in [
            ("06 12 34 56 78", "06.12.34.56.78"),
            ("+687 75 12 34", "+687.75.12.34"),
            ("+32 470 12 34 56", "+32 470 123 456 (Belgique)"),
            ("00212 6 12 34 56 78", "+212 612 345 678 (Maroc)"),
            ("+380 67 123 45 67", "+380 671 234 567 (Ukraine)"),
            (
                "+1 202 555 0100",
                "+1 202 555 0100 (États-Unis, Canada ou Caraïbes)",
            ),
            ("+883 510 012 345", "+883510012345 (pays inconnu)"),
        ] {
            let number = PhoneNumber::parse(typed);
            assert_eq!(number.map(|number| shown(&number)), Ok(expected.to_owned()));
        }
    }

    #[test]
    fn every_country_with_a_name_has_numbers_that_are_read() {
        for (code, name) in COUNTRIES {
            let number = PhoneNumber::parse(&format!("+{code}123456789"));
            let shown = number.map(|number| shown(&number));
            assert!(
                shown.is_ok_and(|shown| shown.contains(name)),
                "{code} {name}"
            );
        }
    }

    #[test]
    fn no_country_code_begins_another_or_one_of_a_french_plan() {
        for (code, _) in COUNTRIES {
            let others = COUNTRIES
                .iter()
                .filter(|(other, _)| other.starts_with(code));
            assert_eq!(others.count(), 1, "{code}");
            let french = ["33", "262", "590", "594", "596", "508", "681", "687", "689"];
            assert!(french.iter().all(|plan| !plan.starts_with(code)), "{code}");
        }
    }
}
