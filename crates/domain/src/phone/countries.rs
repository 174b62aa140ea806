//! Country calling codes: unassigned ones, their lengths, and trunk zeros after them (ITU-T E.164).

use std::string::{String, ToString};

/// First digits of a country's code that are given to no country, or to no person (freephone and premium numbers of no
/// country): ITU-T E.164, list of assigned codes, from each to each.
const UNASSIGNED: [(u16, u16); 27] = [
    (210, 210),
    (214, 215),
    (217, 217),
    (219, 219),
    (259, 259),
    (280, 289),
    (384, 384),
    (388, 388),
    (422, 422),
    (424, 429),
    (671, 671),
    (684, 684),
    (693, 699),
    (800, 809),
    (830, 839),
    (851, 851),
    (854, 854),
    (857, 859),
    (871, 879),
    (884, 885),
    (887, 887),
    (889, 899),
    (969, 969),
    (978, 979),
    (990, 991),
    (997, 997),
    (999, 999),
];

/// Whether a number with its country's code begins with digits that are given to no country, or to no person.
pub(super) fn is_unassigned(digits: &str) -> bool {
    let begins = digits.bytes().take(3);
    let begins = begins.fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
    let is_in = |(from, to): &(u16, u16)| (*from..=*to).contains(&begins);
    UNASSIGNED.iter().any(is_in)
}

/// The number without the 0 that is dialled at home before it, and that people write after their country's code too:
/// `+32 0470 12 34 56`. Where it is dialled from everywhere (E.164 lists no trunk prefix there), it stays.
pub(super) fn without_trunk(digits: &str) -> String {
    const KEEPS_ITS_ZERO: [&str; 7] = [
        "39",  // Italy
        "225", // Côte d'Ivoire
        "229", // Benin
        "241", // Gabon
        "242", // Congo
        "378", // San Marino
        "379", // Vatican
    ];
    let (country, national) = digits.split_at(country_length(digits).min(digits.len()));
    match national.strip_prefix('0') {
        Some(rest) if !KEEPS_ITS_ZERO.contains(&country) => [country, rest].concat(),
        _ => digits.to_string(),
    }
}

/// How many digits the country's code has (ITU-T E.164, list of assigned codes).
fn country_length(digits: &str) -> usize {
    let mut digits = digits.bytes().map(|digit| digit.wrapping_sub(b'0'));
    let (first, second) = (digits.next().unwrap_or(0), digits.next().unwrap_or(0));
    match first * 10 + second {
        10..=19 | 70..=79 => 1,
        20
        | 27
        | 30..=34
        | 36
        | 39..=41
        | 43..=49
        | 51..=58
        | 60..=66
        | 81
        | 82
        | 84
        | 86
        | 90..=95
        | 98 => 2,
        _ => 3,
    }
}
